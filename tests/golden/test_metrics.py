"""The golden /metrics page is one that Prometheus' own linter takes."""

import subprocess


def promtool_says(page: bytes) -> tuple[int, str]:
    done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode()


def test_promtool_takes_the_golden_page(top):
    page = (top / "tests/golden/metrics.prom").read_bytes()
    assert page.count(b"\n# TYPE ") > 50
    assert promtool_says(page) == (0, "")


def test_promtool_refuses_a_page_without_help(top):
    page = (top / "tests/golden/metrics.prom").read_bytes()
    without = b"".join(line for line in page.splitlines(True) if not line.startswith(b"# HELP replwatch_link_lag"))
    code, words = promtool_says(without)
    assert code != 0 and "replwatch_link_lag_seconds" in words
