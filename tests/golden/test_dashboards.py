"""Dashboards pass the linter's rules, ask only for what the agent exposes, and say each cause by its word."""

import copy
import json
import pathlib
import re
import subprocess

import dashboard_lint
import promql
import pytest

DASHBOARDS = sorted((pathlib.Path(__file__).parents[2] / "dashboards/grafana").glob("*.json"))
HOP_WORDS = {"0": "ok", "1": "unknown", "2": "suspect", "3": "broken"}


@pytest.fixture(name="dashboard", params=DASHBOARDS, ids=lambda path: path.stem)
def fixture_dashboard(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


@pytest.fixture(name="link", scope="module")
def fixture_link(top):
    return json.loads((top / "dashboards/grafana/link.json").read_text(encoding="utf-8"))


@pytest.fixture(name="declared", scope="module")
def fixture_declared(replwatch):
    done = subprocess.run([replwatch, "metrics"], capture_output=True, text=True, check=True)
    declared = promql.declared(done.stdout)
    assert len(declared) > 40
    return declared


@pytest.mark.parametrize("rule", dashboard_lint.RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(dashboard, rule):
    assert list(rule(dashboard)) == []


def test_every_metric_and_label_is_one_that_the_agent_declares(dashboard, declared):
    asked = dashboard_lint.queries(dashboard)
    asked += [(name, v["query"]["query"]) for name, v in dashboard_lint.variables(dashboard).items() if v["type"] == "query"]
    for where, query in asked:
        for metric, matchers in promql.selectors(query):
            assert metric in declared, f"{where}: the agent exposes no {metric}"
            unknown = set(matchers) - declared[metric][1] - {"job", "instance"}
            assert not unknown, f"{where}: {metric} has no label {unknown}"


def test_label_values_are_codes_that_exist(dashboard, top):
    page = (top / "tests/golden/metrics.prom").read_text(encoding="utf-8")
    for where, query in dashboard_lint.queries(dashboard):
        for metric, matchers in promql.selectors(query):
            for label, (operator, value) in matchers.items():
                if operator == "=":
                    assert re.search(rf'^{metric}\{{[^}}]*\b{label}="{value}"', page, re.MULTILINE), f"{where}: {value}"


def causes(top):
    """(code, severity) of each cause, in the order of the table."""
    table = (top / "probes/link/cause.cc").read_text(encoding="utf-8")
    found = re.findall(r'\{Cause::\w+, "(\w+)", Severity::(\w+)', table)
    assert len(found) == 30
    return found


def test_cause_numbers_are_said_in_words_and_unknown_is_never_green(link, top):
    shown = [panel for panel in link["panels"]
             if any("link_cause_number" in target["expr"] for target in panel.get("targets", []))]
    assert [panel["type"] for panel in shown] == ["stat", "state-timeline"]
    colours = {"ok": "green", "warning": "yellow", "critical": "red", "unknown": "#8e8e8e"}
    for panel in shown:
        options = panel["fieldConfig"]["defaults"]["mappings"][0]["options"]
        assert {int(number): (option["text"], option["color"]) for number, option in options.items()} == {
            number: (code.replace("_", " "), colours[severity]) for number, (code, severity) in enumerate(causes(top))}


def test_hops_stand_in_the_order_of_the_data_and_are_said_in_words(link):
    stats = [panel for panel in link["panels"] if panel["type"] == "stat" and "link_hop" in panel["targets"][0]["expr"]]
    hops = [re.search(r'hop="(\w+)"', panel["targets"][0]["expr"]).group(1) for panel in stats]
    assert hops == ["source", "tunnel_server", "network", "tunnel_client", "io_thread", "sql_thread"]
    assert [panel["gridPos"]["x"] for panel in stats] == [0, 4, 8, 12, 16, 20]
    for panel in stats:
        options = panel["fieldConfig"]["defaults"]["mappings"][0]["options"]
        assert {number: option["text"] for number, option in options.items()} == HOP_WORDS


def panel_of(dashboard, kind):
    return next(panel for panel in dashboard["panels"] if panel["type"] == kind)


# What breaks a rule -> the rule that must notice.
BREAKS = {
    "has_template_datasource": lambda d: d["templating"]["list"][0].update(label="Source"),
    "has_template_job_and_instance": lambda d: d["templating"]["list"][1].update(allValue=".*"),
    "variables_are_sound": lambda d: d["templating"]["list"][2].update(refresh=1),
    "panels_use_the_datasource": lambda d: panel_of(d, "stat").update(datasource={"type": "prometheus", "uid": "abc"}),
    "panels_are_described": lambda d: panel_of(d, "timeseries").update(description=""),
    "panels_have_units": lambda d: panel_of(d, "stat")["fieldConfig"]["defaults"].pop("unit"),
    "panels_have_targets": lambda d: panel_of(d, "stat").update(targets=[]),
    "queries_parse": lambda d: panel_of(d, "stat")["targets"][0].update(expr="max by (link ("),
    "queries_select_job_and_instance": lambda d: panel_of(d, "stat")["targets"][0].update(expr="replwatch_link_severity"),
    "rates_use_the_rate_interval": lambda d: panel_of(d, "timeseries")["targets"][0].update(
        expr="rate(replwatch_tunnel_accepted_total[5m])"),
    "counters_are_rated": lambda d: panel_of(d, "timeseries")["targets"][0].update(expr="replwatch_tunnel_accepted_total"),
    "is_fit_for_files": lambda d: d.update(refresh="5s"),
    "panels_are_current": lambda d: panel_of(d, "timeseries")["fieldConfig"]["defaults"]["custom"].update(spanNulls=True),
    "panels_do_not_overlap": lambda d: panel_of(d, "stat")["gridPos"].update(w=9),
}


@pytest.mark.parametrize("rule", dashboard_lint.RULES, ids=lambda rule: rule.__name__)
def test_rule_bites(link, rule):
    broken = copy.deepcopy(link)
    BREAKS[rule.__name__](broken)
    assert list(rule(broken))


def test_a_variable_that_is_not_there_is_noticed(link):
    broken = copy.deepcopy(link)
    panel_of(broken, "stat")["targets"][0]["expr"] += " > $limit"
    assert "variable limit is used and not there" in list(dashboard_lint.variables_are_sound(broken))
