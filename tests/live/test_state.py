"""What outlives the agent: killed at any instant, it counts each line of the log once, and staleness goes on."""

import json
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from testbed import Agent, Bed, wait_until
from testbed.processes import Process
from testbed.wire import Connection

LIVES = 12


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("state") / "bed", rate=5) as pair:
        yield pair


@pytest.fixture
def agent(bed, replwatch):
    with Agent(bed, replwatch) as started:
        yield started


def value(agent, series):
    lines = [line for line in agent.get("/metrics").body.splitlines() if line.startswith(series + " ")]
    assert len(lines) == 1, f"{series}: {lines}"
    return float(lines[0].split()[1])


def lines_counted(agent):
    return value(agent, 'replwatch_tunnel_log_lines_total{tunnel="mysql"}')


def connect(bed, times):
    for _ in range(times):
        with Connection(("127.0.0.1", bed.values["upstream"]["port"]), "replwatch",
                        bed.values["passwords"]["replwatch"]):
            pass


def rotate(bed, number, copy):
    log = bed.log("stunnel-client")
    older = Path(f"{log}.{number}")
    if copy:
        shutil.copyfile(log, older)
        with open(log, "r+b") as file:
            file.truncate(0)
        return
    log.rename(older)
    Process.of(bed.pid("stunnel-client")).send(signal.SIGUSR1)
    wait_until(log.exists, "stunnel does not reopen its log", 20)


def lines_written(bed, replwatch):
    log = bed.log("stunnel-client")
    files = sorted(log.parent.glob(log.name + "*"), key=lambda path: path.stat().st_mtime)
    done = subprocess.run([replwatch, "log", "--format", "json", *files], capture_output=True, text=True, timeout=30,
                          check=True)
    return json.loads(done.stdout)["lines"]


def test_killed_at_any_instant_it_counts_each_line_once(bed, agent, replwatch):
    agent.wait_well()
    chance = random.Random(7)
    connect(bed, 3)
    last = 'replwatch_probe_last_success_timestamp_seconds{probe="stunnel_log",name="mysql"}'
    for _ in range(2):  # what was written before is counted then
        seen = value(agent, last)
        wait_until(lambda seen=seen: value(agent, last) != seen, "the log is not looked at", 20)
    known = lines_written(bed, replwatch) - lines_counted(agent)  # those of before the agent's first start
    for life in range(LIVES):
        connect(bed, chance.randrange(1, 6))
        time.sleep(chance.random() * 1.5)  # at any instant of a beat, not a wait for something
        bed.kill(agent.name)
        connect(bed, chance.randrange(0, 4))
        if life % 3 == 1:
            rotate(bed, life, copy=life % 2 == 0)
        connect(bed, chance.randrange(0, 4))
        agent.start()
    bed.wait_running()

    def counted():
        return lines_counted(agent) == lines_written(bed, replwatch) - known

    wait_until(counted, "lines were lost or counted twice", 20, bed.log(agent.name))


def test_staleness_goes_on_from_what_was_proved(bed, agent):
    agent.wait_well()
    bed.sql("replica", "STOP SLAVE SQL_THREAD")
    stopped = time.monotonic()
    try:
        # Longer than the interval at which a history is kept.
        agent.wait(lambda link: (link["staleness_seconds"] or 0) > 12, "staleness does not grow", 60)
        bed.kill(agent.name)
        agent.start()
        change = agent.wait(lambda link: link["staleness_seconds"] is not None, "staleness is not known again", 20)
        assert change.link["staleness_seconds"] > time.monotonic() - stopped - 5
        assert change.link["cause"] == "sql_thread_stopped"
    finally:
        bed.sql("replica", "START SLAVE SQL_THREAD")
    agent.wait_well()


def test_a_second_agent_on_the_same_state_goes_on_in_memory_and_says_so(bed, agent, replwatch):
    with Agent(bed, replwatch, name="second") as second:
        second.wait_well()
        assert "another agent uses it" in second.log()
        assert value(second, 'replwatch_probe_success{probe="state",name="state"}') == 0
        assert value(agent, 'replwatch_probe_success{probe="state",name="state"}') == 1


def test_a_damaged_file_is_put_aside(bed, agent):
    agent.stop()
    folder = Path(agent.content["state_directory"])
    (folder / "state.sqlite").write_bytes(b"\0damage" * 1000)
    for rest in folder.glob("state.sqlite-*"):
        rest.unlink()
    agent.start()
    agent.wait_well()
    assert (folder / "state.sqlite.damaged").exists()
    assert "state.sqlite.damaged" in agent.log()
