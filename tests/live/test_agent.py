"""The running agent as an administrator, a shell and a real Prometheus meet it."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request

import jsonschema
import pytest

from testbed import Agent, Bed, wait_until
from testbed.layout import Ports
from testbed.processes import Process

CAUSES = 30


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("agent") / "bed", rate=20) as pair:
        yield pair


@pytest.fixture(scope="module")
def agent(bed, replwatch):
    with Agent(bed, replwatch) as watching:
        watching.wait_well()
        yield watching


def free_port():
    ports = Ports()
    try:
        return ports.take()
    finally:
        ports.close()


def run(*argv, deadline=30):
    return subprocess.run(list(map(str, argv)), capture_output=True, text=True, timeout=deadline, check=False)


def declared_families(replwatch):
    """The metric families that `replwatch metrics` declares."""
    done = run(replwatch, "metrics")
    assert done.returncode == 0, done.stderr
    found = set(re.findall(r"`(replwatch_[a-z0-9_]+)(?:\{[^`]*\})?`", done.stdout))
    assert len(found) >= 60
    return found


def sample(page, series):
    """The value of one series of a /metrics page."""
    found = re.search(rf"^{re.escape(series)} (\S+)$", page, re.MULTILINE)
    assert found, f"no series {series}"
    return float(found.group(1))


def test_it_is_healthy_and_ready(agent):
    assert agent.get("/-/healthy").status == agent.get("/-/ready").status == 200
    assert agent.get("/-/healthy", "HEAD").body == ""


def test_promtool_takes_its_metrics(agent):
    answer = agent.get("/metrics")
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    done = subprocess.run(["promtool", "check", "metrics"], input=answer.body, capture_output=True, text=True,
                          check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert sample(answer.body, 'replwatch_link_cause{link="lfc",cause="ok"}') == 1
    assert len(re.findall(r'^replwatch_link_cause\{link="lfc",', answer.body, re.MULTILINE)) >= CAUSES


@pytest.fixture(scope="module")
def prometheus(agent, bed, tmp_path_factory):
    """A Prometheus of our own that scrapes the agent each second; a function that asks it."""
    program = shutil.which("prometheus")
    assert program, "prometheus is missing: tests/run --install-only"
    home, address = tmp_path_factory.mktemp("prometheus"), f"127.0.0.1:{free_port()}"
    (home / "prometheus.yml").write_text(json.dumps({
        "global": {"scrape_interval": "1s"},
        "scrape_configs": [{"job_name": "replwatch", "static_configs": [{"targets": [agent.address]}]}]}))
    bed.launch("prometheus", [program, f"--config.file={home}/prometheus.yml", f"--storage.tsdb.path={home}/data",
                              f"--web.listen-address={address}"])

    def ask(path, **parameters):
        url = f"http://{address}/api/v1/{path}?{urllib.parse.urlencode(parameters, doseq=True)}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.load(answer)["data"]

    def has_scraped():
        try:
            return any(each["lastScrape"] and each["health"] == "up" for each in ask("targets")["activeTargets"])
        except OSError:
            return False

    wait_until(has_scraped, "Prometheus has scraped nothing", 60, bed.log("prometheus"), step=0.2)
    yield ask
    bed.stop("prometheus")


def test_a_real_prometheus_finds_every_declared_family(agent, prometheus, replwatch):
    assert [each["lastError"] for each in prometheus("targets")["activeTargets"]] == [""]
    wanted = declared_families(replwatch)
    known = set(prometheus("label/__name__/values"))
    missing = {name for name in wanted if not known & {name, f"{name}_total", f"{name}_bucket"}}
    assert missing == set()
    served = set(re.findall(r"^# TYPE (\S+)", agent.get("/metrics").body, re.MULTILINE))
    assert {name for name in served if name not in wanted and f"{name}_total" not in wanted} == set(), "undeclared"
    result = prometheus("query", query='replwatch_link_cause{link="lfc"} == 1')["result"]
    assert [each["metric"]["cause"] for each in result] == ["ok"]


def test_status_keeps_to_its_schema(agent, top):
    folder = top / "agent/schema"
    schema = json.loads((folder / "status.schema.json").read_text())
    resolver = jsonschema.RefResolver(f"{folder.as_uri()}/", schema)
    answer = agent.get("/api/v1/status")
    assert answer.headers["cache-control"] == "no-store"
    jsonschema.Draft202012Validator(schema, resolver=resolver).validate(answer.json())
    assert [each["name"] for each in answer.json()["links"]] == ["lfc"]


def test_the_page_says_the_sentence(agent):
    answer = agent.get("/")
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/html")
    assert agent.link()["sentence"] in answer.body


@pytest.mark.parametrize("path, status", [("/nothing", 404), ("/metrics/", 404), ("/metrics?x=1", 400),
                                          ("/api/v1/links/none", 404)])
def test_what_it_does_not_know_it_refuses(agent, path, status):
    assert agent.get(path).status == status


def test_status_for_people_and_programs(agent, replwatch, bed):
    text = agent.run("status", "--wait")
    assert text.returncode == 0 and "lfc" in text.stdout and agent.link()["sentence"] in text.stdout
    assert "\x1b" not in text.stdout, "colours are for terminals"
    assert json.loads(agent.run("status", "--format", "json").stdout)["links"][0]["cause"] == "ok"
    assert json.loads(agent.run("status", "--format", "json", "--link", "lfc").stdout)["link"]["name"] == "lfc"
    assert run(replwatch, "status", "--config", agent.config).returncode == 0, "the address from the configuration"
    unknown = agent.run("status", "--link", "none")
    assert unknown.returncode == 1 and "none" in unknown.stderr
    nobody = run(replwatch, "status", "--agent", f"127.0.0.1:{free_port()}")
    assert nobody.returncode == 1 and "is the agent running" in nobody.stderr and nobody.stderr.count("\n") == 1


def test_watch_says_it_again_until_interrupted(agent):
    with subprocess.Popen([agent.program, "status", "--watch", "--agent", agent.address], stdout=subprocess.PIPE,
                          text=True) as watching:
        seen = 0
        for line in watching.stdout:
            seen += line.startswith("LINK")
            if seen == 2:
                break
        watching.send_signal(signal.SIGINT)
        assert watching.wait(10) != 0


def hang_up(agent):
    Process.of(agent.bed.pid(agent.name)).send(signal.SIGHUP)


def test_a_good_reload_keeps_the_history_and_takes_the_change(agent):
    before = agent.link()["since"]
    agent.content["links"]["lfc"]["site"] = "ifca"
    agent.write()
    hang_up(agent)
    wait_until(lambda: agent.link()["site"] == "ifca", "the change is not taken", 20)
    agent.wait_well()
    assert agent.link()["since"] == before
    assert sample(agent.get("/metrics").body, "replwatch_config_last_reload_successful") == 1


def test_a_bad_reload_leaves_the_old_one_running_and_says_so(agent):
    agent.content["links"]["lfc"]["sorce"] = agent.content["links"]["lfc"].pop("source")
    agent.write()
    hang_up(agent)
    try:
        wait_until(lambda: sample(agent.get("/metrics").body, "replwatch_config_last_reload_successful") == 0,
                   "the bad configuration is not told", 20)
        assert agent.link()["cause"] == "ok"
        config = agent.get("/api/v1/status").json()["config"]
        assert not config["reload_ok"] and "links.lfc.sorce" in config["error"] and "agent.json:" in config["error"]
        assert "the old one stays" in agent.log() and "links.lfc.sorce" in agent.log()
    finally:
        agent.content["links"]["lfc"]["source"] = agent.content["links"]["lfc"].pop("sorce")
        agent.write()
        hang_up(agent)
    wait_until(lambda: agent.get("/api/v1/status").json()["config"]["reload_ok"], "good again, and not taken", 20)


def test_reload_over_http_only_where_it_is_allowed(agent, bed, replwatch):
    refused = agent.get("/-/reload", "POST")
    assert refused.status == 403 and "does not allow a reload" in refused.body
    assert agent.get("/-/reload").status == 405
    with Agent(bed, replwatch, name="open", http={"allow_reload": True}) as opened:
        opened.content["links"]["lfc"]["site"] = "lip"
        opened.write()
        assert opened.get("/-/reload", "POST").status == 200
        wait_until(lambda: opened.link()["site"] == "lip", "the change is not taken", 20)
        opened.config.write_text("{")
        answer = opened.get("/-/reload", "POST")
        assert answer.status >= 400 and "open.json:1" in answer.body
        assert opened.link()["site"] == "lip"


@pytest.mark.parametrize("what", ["healthy", "replica", "source", "stunnel-client"])
def test_sigterm_ends_it_within_a_second_whatever_hangs(bed, replwatch, what):
    ending = Agent(bed, replwatch, name="ending").start()
    ending.wait_well()
    try:
        if what != "healthy":
            bed.freeze(what)
            wait_until(lambda: any(each["failure"] for each in ending.get("/api/v1/status").json()["probes"]),
                       "nothing hangs", 30)
        process = Process.of(bed.pid("ending"))
        began = time.monotonic()
        process.send(signal.SIGTERM)
        wait_until(lambda: process.state() == "gone", "it does not end", 10, step=0.005)
        seconds = time.monotonic() - began
    finally:
        if what != "healthy":
            bed.thaw(what)
    assert seconds < 1
    assert "ended by signal" in ending.log()
    bed.wait_running()


def test_a_bad_configuration_is_refused_with_one_line(bed, replwatch, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{ "servers": { "server1": { "host": "server1.domain.one" } },\n  "linkz": {}\n}\n')
    for words in (("agent",), ("check-config",)):
        done = run(replwatch, *words, "--config", bad)
        assert done.returncode == 1 and done.stdout == ""
        assert done.stderr.startswith(f"{bad}:2: linkz: ") and '"links"' in done.stderr, done.stderr
        assert done.stderr.count("\n") == 1
    missing = run(replwatch, "agent", "--config", tmp_path / "none.json")
    assert missing.returncode == 1 and "none.json" in missing.stderr and missing.stderr.count("\n") == 1
    assert run(replwatch, "agent", "--no-such-option").returncode == 2


def test_a_second_agent_on_the_same_port_says_so(agent, replwatch):
    done = run(replwatch, "agent", "--config", agent.config)
    assert done.returncode == 1 and agent.address in done.stderr and done.stderr.count("\n") == 1, done.stderr


def test_its_own_connections_are_one_a_server(agent, bed):
    for side in ("source", "replica"):
        rows = bed.sql(side, "SELECT id FROM information_schema.processlist WHERE user = 'replwatch'")
        assert len(rows) == 1


def test_log_tells_what_an_stunnel_log_says(replwatch, bed):
    done = run(replwatch, "log", "--format", "json", bed.values["stunnel-client"]["log"])
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["unrecognised_lines"] == 0 and told["events"]["accepted"] >= 2 and told["verification_seen"]
    assert list(told["events"]["verify_ok_subjects"]) == ["DC=es, DC=irisgrid, O=ifca, CN=host/server1.domain.one"]


def test_the_demo_tells_and_refuses(top):
    told = run(top / "agent/demo", "--help")
    assert told.returncode == 0 and "--once" in told.stdout
    assert run(top / "agent/demo", "--twice").returncode == 2
    assert run(top / "agent/demo", "--build", "/nonexistent").returncode == 1


def works(kind, place):
    """Whether what the demo tells to open or to paste does what it promises, between two faults at the latest."""
    if kind in ("page", "metrics", "JSON"):
        with urllib.request.urlopen(place, timeout=10) as answer:
            return answer.status == 200
    words = [word for word in shlex.split(place) if word not in ("sudo", "--watch")]
    return kind == "faults" or wait_until(lambda: run(*words).returncode == 0, f"no good answer: {place}", 30)


def test_the_demo_plays_its_faults_tells_where_to_look_and_leaves_nothing(top, build, tmp_path):
    text, told = "", []
    with subprocess.Popen([top / "agent/demo", "--once", "--build", build], stdout=subprocess.PIPE, text=True,
                          stdin=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(tmp_path)}) as demo:
        for line in demo.stdout:
            text += line
            place = re.fullmatch(r"  (page|metrics|JSON|status|plugin|faults) +(\S.*)\n", line)
            if place:
                told.append((place.group(1), works(*place.groups())))
    assert demo.returncode == 0, text
    assert [kind for kind, _ in told] == ["page", "metrics", "JSON", "status", "plugin", "plugin", "faults"]
    assert all(good for _, good in told), told
    for word in ("sql_thread_stopped", "tunnel_client_down", "tunnel_stalled", "cleaned up"):
        assert word in text
    assert list(tmp_path.iterdir()) == []
