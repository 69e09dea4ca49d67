"""The tunnel's counters are what was done to it: through both ways of rotating its log, nothing lost, nothing twice."""

import json
import re
import shutil
import signal
import subprocess
from operator import ge
from pathlib import Path

import pytest

from testbed import Agent, Bed, wait_until
from testbed.processes import Process
from testbed.wire import Connection


class Tunnel:
    """Drives the client stunnel, and remembers how many good connections it has made."""

    def __init__(self, bed, agent):
        self.bed, self.agent, self.made = bed, agent, 0
        self.log = bed.log("stunnel-client")
        self.before = None
        self.look()
        self.before = self.counted()

    def connect(self, times):
        for _ in range(times):
            with Connection(("127.0.0.1", self.bed.values["upstream"]["port"]), "replwatch",
                            self.bed.values["passwords"]["replwatch"]):
                self.made += 1

    def value(self, series):
        found = re.search(f"^{re.escape(series)} (\\S+)$", self.agent.get("/metrics").body, re.MULTILINE)
        assert found, f"no series {series}"
        return float(found.group(1))

    def counted(self):
        """(connections accepted, connections with an accepted certificate)."""
        return (self.value('replwatch_tunnel_accepted_total{tunnel="mysql"}'),
                self.value('replwatch_tunnel_verify_total{tunnel="mysql",result="ok"}'))

    def failures(self):
        """The counters of what goes wrong, those that are not 0."""
        page = self.agent.get("/metrics").body
        families = "handshake_failures|connect_failures|verify|log_unrecognised_lines"
        found = re.findall(rf"^(replwatch_tunnel_(?:{families})_total\{{[^}}]*\}}) (\S+)$", page, re.MULTILINE)
        assert len(found) > 10
        return {series: value for series, value in found if float(value) and 'result="ok"' not in series}

    def look(self):
        """Waits until the agent has looked at the log twice more: what was written before is then counted."""
        last = 'replwatch_probe_last_success_timestamp_seconds{probe="stunnel_log",name="mysql"}'
        for _ in range(2):
            seen = self.value(last)
            wait_until(lambda seen=seen: self.value(last) != seen, "the log is not looked at", 20)

    def expect_all_counted(self):
        wanted = tuple(number + self.made for number in self.before)
        wait_until(lambda: all(map(ge, self.counted(), wanted)), f"not all is counted: wanted {wanted}", 20)
        self.look()
        assert self.counted() == wanted, "something is counted twice"
        assert self.failures() == {}


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("log") / "bed", rate=5) as pair:
        # A session that is taken up again has no certificate to look at, and leaves no line of one.
        conf = Path(pair.values["stunnel-client"]["conf"])
        conf.write_text("sessionResume = no\n" + conf.read_text())
        pair.stop("stunnel-client")
        pair.start("stunnel-client")
        yield pair


@pytest.fixture(scope="module")
def tunnel(bed, replwatch):
    with Agent(bed, replwatch) as agent:
        agent.wait_well()
        yield Tunnel(bed, agent)


def reopen(bed):
    before = bed.log("stunnel-client").exists()
    assert not before
    Process.of(bed.pid("stunnel-client")).send(signal.SIGUSR1)
    wait_until(bed.log("stunnel-client").exists, "stunnel does not reopen its log", 20)


def test_good_connections_are_counted(tunnel):
    tunnel.connect(7)
    tunnel.expect_all_counted()


def test_through_a_rotation_by_renaming(tunnel, bed):
    tunnel.connect(2)
    tunnel.log.rename(f"{tunnel.log}.1")
    tunnel.connect(3)  # into the file that was renamed
    reopen(bed)
    tunnel.connect(4)
    tunnel.expect_all_counted()


def test_through_a_rotation_by_copying_and_truncating(tunnel):
    tunnel.connect(3)
    tunnel.expect_all_counted()
    shutil.copyfile(tunnel.log, f"{tunnel.log}.2")
    with open(tunnel.log, "r+b") as log:
        log.truncate(0)
    tunnel.connect(4)
    tunnel.expect_all_counted()


def test_through_a_reload_of_the_agent(tunnel, bed):
    log = tunnel.agent.log().count("configuration reloaded")
    Process.of(bed.pid(tunnel.agent.name)).send(signal.SIGHUP)
    wait_until(lambda: tunnel.agent.log().count("configuration reloaded") > log, "it is not reloaded", 20)
    tunnel.connect(2)
    tunnel.expect_all_counted()


def test_the_command_counts_the_same_in_the_rotated_files(tunnel, replwatch):
    files = [Path(f"{tunnel.log}{ending}") for ending in (".1", ".2", "")]
    done = subprocess.run([replwatch, "log", "--format", "json", *files], capture_output=True, text=True, timeout=30,
                          check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["events"]["accepted"] == sum(file.read_text().count("accepted connection from") for file in files)
    assert told["events"]["accepted"] > tunnel.made
    assert told["events"]["verify_ok"]["0"] == told["events"]["accepted"]
    assert told["unrecognised_lines"] == 0


def test_a_log_that_is_gone_is_a_finding_and_no_verdict(tunnel, bed):
    tunnel.log.rename(f"{tunnel.log}.3")
    bed.stop("stunnel-client")
    bed.start("stunnel-client")
    tunnel.agent.wait_well()
    tunnel.log.unlink()
    try:
        found = tunnel.agent.wait(lambda link: any(each["finding"] == "log_unreadable" for each in link["findings"]),
                                  "it is not told", 20)
        assert found.link["cause"] == "ok"
    finally:
        reopen(bed)
    tunnel.agent.wait(lambda link: all(each["finding"] != "log_unreadable" for each in link["findings"]),
                      "the new log is not read", 20)
