"""Five servers of which four misbehave, each in its way: every look ends at its deadline, and the fifth keeps its beat.
"""

import re
import signal
import socket
import threading
import time

import pytest

from testbed import Agent, Bed, wait_until
from testbed.processes import Process

DEADLINE = 1.0
SLACK = 0.5  # two noisy cores are no broken deadline
BEATS = 6
GREETING = b"\x4e\0\0\0\x0a5.5.5-10.11.19-MariaDB\0" + bytes(60)


class FakeServer:
    """Accepts every connection and gives it to `serve` in a thread of its own."""

    def __init__(self, serve):
        self.serve, self.accepted = serve, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                self.accepted.append(self.listener.accept()[0])
            except OSError:
                return
            threading.Thread(target=self.serve, args=(self.accepted[-1],), daemon=True).start()

    def close(self):
        for each in (self.listener, *self.accepted):
            each.close()


def trickle(client):
    try:
        for byte in GREETING:
            client.sendall(bytes([byte]))
            time.sleep(1)
    except OSError:
        pass


def be_silent(_client):
    pass


# What each must be called; a resolver that cannot be reached is not answered within the deadline either.
REASONS = {"frozen": {"timed_out"}, "trickle": {"timed_out"}, "silent": {"timed_out"},
           "nowhere": {"unresolved", "timed_out"}}


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("hostile") / "bed", rate=20) as pair:
        yield pair


@pytest.fixture(scope="module")
def agent(bed, replwatch):
    fakes = {"trickle": FakeServer(trickle), "silent": FakeServer(be_silent)}
    account = {"defaults_file": bed.values["source"]["option_file"]}
    servers = {"healthy": {"host": "127.0.0.1", "port": bed.values["source"]["port"], **account},
               "frozen": {"host": "127.0.0.1", "port": bed.values["replica"]["port"], **account},
               "nowhere": {"host": "no.such.host.invalid", **account},
               **{name: {"host": "127.0.0.1", "port": fake.port, **account} for name, fake in fakes.items()}}
    watching = Agent(bed, replwatch, servers=servers, links={}, tunnels={}, deadline=f"{DEADLINE:g}s").start()
    bed.freeze("replica")
    yield watching
    watching.stop()
    for fake in fakes.values():
        fake.close()


class Scrape:
    """One scrape: how long it took, and its samples by series."""

    def __init__(self, agent):
        began = time.monotonic()
        self.page = agent.get("/metrics").body
        self.seconds = time.monotonic() - began
        self.at = time.time()

    def value(self, family, probe, name, **labels):
        more = "".join(f',{key}="{value}"' for key, value in labels.items())
        series = re.escape(f'{family}{{probe="{probe}",name="{name}"{more}}}')
        found = re.search(f"^{series} (\\S+)$", self.page, re.MULTILINE)
        assert found, f"no {family} of {name}"
        return float(found.group(1))

    def failures(self, name):
        """{reason: count}, of those that are not 0."""
        series = rf'replwatch_probe_failures_total\{{probe="variables",name="{name}",reason="(\w+)"\}}'
        found = re.findall(rf"^{series} (\S+)$", self.page, re.MULTILINE)
        assert len(found) >= 10, "every reason is there from the first scrape on"
        return {reason: float(count) for reason, count in found if float(count)}


@pytest.fixture(scope="module")
def scrapes(agent):
    """Scrapes over some beats, with all four misbehaving."""
    wait_until(lambda: all(Scrape(agent).failures(name) for name in REASONS), "not all of them fail", 30, step=0.2)
    taken, end = [], time.monotonic() + BEATS
    while time.monotonic() < end:
        taken.append(Scrape(agent))
        time.sleep(0.1)
    return taken


@pytest.mark.parametrize("name", REASONS)
def test_each_look_ends_at_its_deadline_with_its_reason(scrapes, name):
    for each in scrapes:
        assert each.value("replwatch_probe_success", "variables", name) == 0
        assert each.value("replwatch_probe_duration_seconds", "variables", name) <= DEADLINE + SLACK
    assert set(scrapes[-1].failures(name)) <= REASONS[name]


def test_the_healthy_one_keeps_its_beat(scrapes):
    last = [each.value("replwatch_probe_last_success_timestamp_seconds", "variables", "healthy") for each in scrapes]
    assert max(each.at - seen for each, seen in zip(scrapes, last)) < 1 + SLACK + 1, "an interval, and a late one"
    assert len(set(last)) >= BEATS - 1
    assert {each.value("replwatch_probe_success", "variables", "healthy") for each in scrapes} == {1}
    assert scrapes[-1].failures("healthy") == {}


def test_a_scrape_waits_for_no_server(scrapes):
    assert sorted(each.seconds for each in scrapes)[len(scrapes) // 2] < 0.1
    assert max(each.seconds for each in scrapes) < SLACK


def test_the_healthy_server_sees_one_connection(scrapes, bed):
    assert scrapes
    assert len(bed.sql("source", "SELECT id FROM information_schema.processlist WHERE user = 'replwatch'")) == 1


def test_it_ends_within_a_second_in_the_middle_of_all_that(scrapes, agent, bed):
    assert scrapes
    process = Process.of(bed.pid(agent.name))
    began = time.monotonic()
    process.send(signal.SIGTERM)
    wait_until(lambda: process.state() == "gone", "it does not end", 10, step=0.005)
    assert time.monotonic() - began < 1
