"""The rules that a dashboard must pass: those of Grafana's dashboard-linter and some of our own, each as a function that
lists its complaints."""

import re

import promql

REMOVED_TYPES = {"graph", "singlestat", "table-old"}
DESCRIBED_TYPES = {"stat", "gauge", "timeseries", "state-timeline", "table", "bargauge", "text"}
UNITS = {"none", "short", "s", "bytes", "percent", "percentunit", "Bps", "dateTimeAsIso"}
BUILT_IN = {"__rate_interval", "__interval", "__range", "__all", "__from", "__to"}
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def data_panels(dashboard):
    return [panel for panel in panels(dashboard) if panel["type"] not in ("row", "text")]


def queries(dashboard):
    """(where, query) of every panel and annotation."""
    found = [(panel["title"], target["expr"]) for panel in panels(dashboard) for target in panel.get("targets", [])]
    return found + [(note["name"], note["expr"]) for note in dashboard["annotations"]["list"] if "expr" in note]


def variables(dashboard):
    return {variable["name"]: variable for variable in dashboard["templating"]["list"]}


def has_template_datasource(dashboard):
    found = variables(dashboard).get("datasource", {})
    if (found.get("type"), found.get("query"), found.get("label")) != ("datasource", "prometheus", "Data source"):
        yield "no variable 'datasource', labelled 'Data source'"


def has_template_job_and_instance(dashboard):
    for name, label in (("job", "Job"), ("instance", "Instance")):
        found = variables(dashboard).get(name, {})
        wanted = {"type": "query", "label": label, "multi": True, "allValue": ".+", "datasource": DATASOURCE}
        for key, value in wanted.items():
            if found.get(key) != value:
                yield f"variable {name}: {key} is {found.get(key)!r}, not {value!r}"


def variables_are_sound(dashboard):
    text = str({**dashboard, "templating": [v.get("query") for v in dashboard["templating"]["list"]]})
    used = {a or b for a, b in re.findall(r"\$(?:\{(\w+)\}|(\w+))", text)}
    for name, variable in variables(dashboard).items():
        if name not in used:
            yield f"variable {name} is not used"
        if variable["type"] == "query":
            if variable["refresh"] != 2:
                yield f"variable {name} does not follow the time range"
            asked = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["query"]["query"])
            if not asked or promql.refused([asked.group(1)]):
                yield f"variable {name}: its query is none"
    for name in used - set(variables(dashboard)) - BUILT_IN:
        yield f"variable {name} is used and not there"


def panels_use_the_datasource(dashboard):
    for panel in data_panels(dashboard):
        for where in [panel, *panel["targets"]]:
            if where.get("datasource") != DATASOURCE:
                yield f"{panel['title']}: a data source that is fixed or missing"


def panels_are_described(dashboard):
    for panel in panels(dashboard):
        if panel["type"] in DESCRIBED_TYPES and not (panel.get("title") and panel.get("description")):
            yield f"panel {panel['id']}: no title or no description"


def panels_have_units(dashboard):
    for panel in data_panels(dashboard):
        if panel["fieldConfig"]["defaults"].get("unit") not in UNITS:
            yield f"{panel['title']}: no unit that is known"


def panels_have_targets(dashboard):
    for panel in data_panels(dashboard):
        if not panel.get("targets"):
            yield f"{panel['title']}: asks nothing"
        for target in panel.get("targets", []):
            if not target.get("legendFormat"):
                yield f"{panel['title']}: a query without a legend"


def queries_parse(dashboard):
    complaint = promql.refused([query for _, query in queries(dashboard)])
    if complaint:
        yield complaint


def queries_select_job_and_instance(dashboard):
    for where, query in queries(dashboard):
        for metric, matchers in promql.selectors(query):
            for label in ("job", "instance"):
                if matchers.get(label) != ("=~", f"${label}"):
                    yield f"{where}: {metric} without {label}=~\"${label}\""


def rates_use_the_rate_interval(dashboard):
    for where, query in queries(dashboard):
        for function, window in re.findall(r"\b(rate|irate|increase)\s*\([^\[]*\[([^\]]*)\]", query):
            if window != "$__rate_interval":
                yield f"{where}: {function} over {window}"


def counters_are_rated(dashboard):
    for where, query in queries(dashboard):
        bare = re.sub(r"\b(rate|irate|increase)\s*\(\s*replwatch_\w+_total\b", "", query)
        for metric in promql.metrics(bare):
            if metric.endswith("_total"):
                yield f"{where}: {metric} outside rate and increase"


def is_fit_for_files(dashboard):
    if dashboard.get("editable") is not False:
        yield "can be edited"
    if not re.fullmatch(r"replwatch-[a-z-]+", dashboard.get("uid", "")):
        yield "no fixed uid"
    if dashboard.get("id") is not None or "__inputs" in dashboard or "__requires" in dashboard:
        yield "was exported for sharing: id, __inputs or __requires"
    if dashboard.get("schemaVersion", 0) < 36:
        yield "an old schema"
    if dashboard.get("timezone") != "utc" or dashboard.get("graphTooltip") != 1:
        yield "not in UTC, or no shared crosshair"
    if dashboard.get("refresh") not in ("30s", "1m", "5m"):
        yield "refreshes faster than every 30 s"


def panels_are_current(dashboard):
    ids = [panel["id"] for panel in panels(dashboard)]
    if len(ids) != len(set(ids)):
        yield "panel ids are not unique"
    for panel in panels(dashboard):
        if panel["type"] in REMOVED_TYPES or "libraryPanel" in panel:
            yield f"{panel['title']}: a removed type or a library panel"
        if panel["type"] == "timeseries" and panel["options"]["tooltip"]["mode"] != "multi":
            yield f"{panel['title']}: no shared tooltip"
        if panel["type"] == "timeseries" and panel["fieldConfig"]["defaults"]["custom"].get("spanNulls") is not False:
            yield f"{panel['title']}: draws over gaps"


def panels_do_not_overlap(dashboard):
    taken = {}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        if set(place) != {"x", "y", "w", "h"} or place["x"] + place["w"] > 24:
            yield f"{panel['title']}: stands beside the grid"
            continue
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                other = taken.setdefault((x, y), panel["title"])
                if other != panel["title"]:
                    yield f"{panel['title']}: stands on {other}"
                    return


RULES = [has_template_datasource, has_template_job_and_instance, variables_are_sound, panels_use_the_datasource,
         panels_are_described, panels_have_units, panels_have_targets, queries_parse, queries_select_job_and_instance,
         rates_use_the_rate_interval, counters_are_rated, is_fit_for_files, panels_are_current, panels_do_not_overlap]


def complaints(dashboard):
    return [f"{rule.__name__}: {what}" for rule in RULES for what in rule(dashboard)]
