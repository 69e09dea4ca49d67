"""Alert rules: Prometheus takes them, they fire and stay silent as their tests say, and all they point at exists."""

import pathlib
import re
import subprocess

import promql
import pytest
import yaml

RECORDED = {"replwatch_expected_agent"}  # by the users' own list


def rules(top, file="dashboards/rules/replwatch.rules.yml"):
    return [rule for group in yaml.safe_load((top / file).read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]


def alerts(top):
    return [rule for rule in rules(top) if "alert" in rule]


def promtool(*words):
    done = subprocess.run(["promtool", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", ["rules/replwatch.rules.yml", "examples/expected-agents.rules.yml"])
def test_prometheus_takes_the_rules(top, file):
    promtool("check", "rules", "--lint-fatal", top / "dashboards" / file)


def test_alerts_fire_when_they_must_and_only_then(top):
    promtool("test", "rules", top / "dashboards/rules/replwatch_test.yml")


def test_every_alert_is_tested_both_ways(top):
    suite = yaml.safe_load((top / "dashboards/rules/replwatch_test.yml").read_text(encoding="utf-8"))
    checks = [check for test in suite["tests"] for check in test["alert_rule_test"]]
    for alert in alerts(top):
        firing = {bool(check.get("exp_alerts")) for check in checks if check["alertname"] == alert["alert"]}
        assert firing == {True, False}, alert["alert"]


# A change to the rules that each must make a test fail: the traps.
TRAPS = {
    "an alert on a number that can vanish": ("last_over_time(replwatch_link_severity[2m]) == 2",
                                             "replwatch_link_staleness_seconds > 300"),
    "a lost scrape": ("last_over_time(replwatch_link_severity[2m]) == 2", "replwatch_link_severity == 2"),
    "a flap of 90 s": ("for: 3m", "for: 1m"),
    "a relapse within minutes": ("for: 3m\n        keep_firing_for: 5m", "for: 3m"),
    "unknown taken for broken": ("severity[2m]) == 2", "severity[2m]) >= 2"),
    "maintenance": ("unless on (job, instance, link) last_over_time(replwatch_link_maintenance[2m]) == 1\n          )\n"
                    "          * on (job, instance, link) group_left (site, source, replica) replwatch:link_info:last\n"
                    "        for: 3m", ")\n          * on (job, instance, link) group_left (site, source, replica) "
                    "replwatch:link_info:last\n        for: 3m"),
    "a drain after a jump": ("            unless on (job, instance, link) deriv(replwatch_link_staleness_seconds[5m]) <= -0.1\n",
                             ""),
    "an unknown slope": ("unless on (job, instance, link) deriv(replwatch_link_staleness_seconds[5m]) <= -0.1",
                         "and on (job, instance, link) deriv(replwatch_link_staleness_seconds[5m]) > -0.1"),
    "an unknown delay": (" or on (job, instance, link) 0 * replwatch_link_severity", ""),
    "a changed place": ("topk by (job, instance, link) (1, last_over_time(replwatch_link_info[2m]))",
                        "last_over_time(replwatch_link_info[2m])"),
    "an agent that is no target": ("unless on (job, instance) up{job=~\"replwatch.*\"})", "and on (job, instance) up == 0)"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_the_rules_tests_catch(top, tmp_path, trap):
    text = (top / "dashboards/rules/replwatch.rules.yml").read_text(encoding="utf-8")
    good, bad = TRAPS[trap]
    assert good in text
    (tmp_path / "replwatch.rules.yml").write_text(text.replace(good, bad, 1), encoding="utf-8")
    tests = (top / "dashboards/rules/replwatch_test.yml").read_text(encoding="utf-8")
    (tmp_path / "replwatch_test.yml").write_text(tests, encoding="utf-8")
    parsed = subprocess.run(["promtool", "check", "rules", tmp_path / "replwatch.rules.yml"], capture_output=True, check=False)
    assert parsed.returncode == 0, "the change must be one that Prometheus takes"
    tested = subprocess.run(["promtool", "test", "rules", tmp_path / "replwatch_test.yml"], capture_output=True, check=False)
    assert tested.returncode == 1


def test_every_metric_and_label_is_one_that_the_agent_declares(top, replwatch):
    declared = promql.declared(subprocess.run([replwatch, "metrics"], capture_output=True, text=True, check=True).stdout)
    for rule in rules(top):
        words = [rule["expr"], *rule.get("annotations", {}).values()]
        for metric, matchers in [found for word in words for found in promql.selectors(word)]:
            assert metric == "up" or metric in declared or metric in RECORDED, f"the agent exposes no {metric}"
            if metric in declared:
                assert set(matchers) <= declared[metric][1] | {"job", "instance"}


def test_every_alert_says_what_on_call_needs(top):
    for alert in alerts(top):
        assert alert["labels"]["severity"] in ("critical", "warning") and "for" in alert and "keep_firing_for" in alert
        notes = alert["annotations"]
        assert {"summary", "runbook_url", "dashboard"} <= set(notes)
        assert re.search(r"\$labels\.(link|name|instance)", notes["summary"]), alert["alert"]
        assert re.search(r"humanizeDuration|minutes", notes["summary"]), f"{alert['alert']}: no number with a unit"


def sections(top):
    text = (top / "dashboards/runbook.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


def test_the_runbook_has_a_section_for_each_cause_in_their_order_and_for_each_alert(top):
    table = (top / "probes/link/cause.cc").read_text(encoding="utf-8")
    codes = re.findall(r'\{Cause::\w+, "(\w+)"', table)
    assert len(codes) == 30
    assert list(sections(top)) == [*codes, "probe_stale", "agent_gone"]
    for alert in alerts(top):
        anchor = alert["annotations"]["runbook_url"].split("#", 1)[1]
        assert "replwatch_link_cause" in anchor or anchor in sections(top)


@pytest.mark.parametrize("word", ["Means", "Confirm", "Mend", "Do not"])
def test_each_section_says_what_to_do_and_what_not(top, word):
    for code, text in sections(top).items():
        assert text.count(f"**{word}**") == 1, f"{code}: {word}"


def test_dashboard_links_name_a_dashboard_and_variables_that_exist(top):
    dashboard = (top / "dashboards/grafana/link.json").read_text(encoding="utf-8")
    for alert in alerts(top):
        uid, _, query = alert["annotations"]["dashboard"].partition("/d/")[2].partition("?")
        assert f'"uid": "{uid}"' in dashboard
        for variable in re.findall(r"var-(\w+)=", query):
            assert f'"name": "{variable}"' in dashboard


def test_examples_are_what_prometheus_and_grafana_read(top, tmp_path):
    examples = top / "dashboards/examples"
    scrape = yaml.safe_load((examples / "prometheus-scrape.yml").read_text(encoding="utf-8"))
    installed = [pathlib.PurePath(file).name for file in scrape["rule_files"]]
    assert installed == ["replwatch.rules.yml", "expected-agents.rules.yml"]
    scrape["rule_files"] = [str(top / "dashboards/rules" / installed[0]), str(examples / installed[1])]
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(scrape), encoding="utf-8")
    promtool("check", "config", tmp_path / "prometheus.yml")
    provider = yaml.safe_load((examples / "grafana-provisioning.yml").read_text(encoding="utf-8"))["providers"][0]
    assert provider["options"]["path"] == "/usr/share/replwatch/dashboards" and provider["allowUiUpdates"] is False
