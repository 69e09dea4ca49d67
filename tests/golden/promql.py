"""What the tests of dashboards and rules need of PromQL: which metrics and labels a query names, and whether Prometheus
takes it."""

import json
import pathlib
import re
import subprocess
import tempfile

_SELECTOR = re.compile(r"\b(replwatch_\w+|up)\b(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"')


def selectors(query: str) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    """Each metric of ours that a query names, with its matchers: label -> (operator, value)."""
    return [(name, {label: (operator, value) for label, operator, value in _MATCHER.findall(inside or "")})
            for name, inside in _SELECTOR.findall(query)]


def metrics(query: str) -> set[str]:
    return {name for name, _ in selectors(query)}


def declared(reference: str) -> dict[str, tuple[str, set[str]]]:
    """The table that `replwatch metrics` prints: name -> (type, labels)."""
    found = {}
    for line in reference.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        name = re.fullmatch(r"`(replwatch_\w+)`", cells[1]) if len(cells) > 4 else None
        if name:
            found[name.group(1)] = (cells[2], set(re.findall(r"`(\w+)`", cells[3])))
    return found


def refused(queries: list[str]) -> str:
    """What promtool has against the queries, variables filled in; empty when it takes them all."""
    rules = [{"record": f"d:e{number}", "expr": filled_in(query)} for number, query in enumerate(queries)]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "queries.yml"
        file.write_text(json.dumps({"groups": [{"name": "queries", "rules": rules}]}), encoding="utf-8")
        done = subprocess.run(["promtool", "check", "rules", file], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def filled_in(query: str) -> str:
    query = re.sub(r"\$\{?__(rate_)?interval\}?", "2m", query)
    query = re.sub(r"\$\{?__range\}?", "6h", query)
    return re.sub(r"\$\{?\w+\}?", ".+", query)
