"""The bed with network namespaces: the line between the hosts can be cut in silence, slowed, and healed."""

import os
import subprocess
import sys

import pytest

from testbed import Bed, BedError, left_behind, wait_until
from testbed.line import Queue, parse

DEADLINE = 60

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces need root")


def missing(bed):
    """How many rows of the source are not on the replica."""
    return sum(bed.rows("source", DEADLINE).values()) - sum(bed.rows("replica", DEADLINE).values())


@pytest.fixture(name="line", scope="module")
def _line():
    with Bed.up(netns=True, rate=10) as bed:
        yield bed
    assert left_behind(bed.directory) == []


@needs_root
@pytest.mark.parametrize("direction", ["both", "to-replica", "to-source"])
def test_a_cut_line_stops_the_rows_in_silence_and_a_healed_one_brings_them(line, direction):
    line.cut(direction)
    line.wait_still("replica")
    assert line.status()["cut"] == direction and line.link_status()["io"] == "Yes"
    wait_until(lambda: missing(line) > 0, "the source has no more rows than the replica", DEADLINE)
    line.heal()
    line.wait_caught_up(DEADLINE)


@needs_root
def test_a_slow_line_holds_rows_back(line):
    line.slow(rate="16kbit")
    line.rate(70)
    wait_until(lambda: missing(line) > 100, "nothing is held back", DEADLINE)
    line.heal()
    line.rate(10)
    line.wait_caught_up(DEADLINE)


@needs_root
def test_the_hosts_of_a_bed_with_namespaces_see_only_their_own(line):
    listening = subprocess.run(line.on_host("replica", ["ss", "-Hltn"]), capture_output=True, text=True, check=True)
    assert sorted(word.split()[3] for word in listening.stdout.splitlines()) == ["127.0.0.1:3306", "127.0.0.1:3307"]


ROUND_TRIP = """
import socket, time
began = time.monotonic()
try:
    socket.create_connection(("10.77.1.2", 9), timeout=5)
except ConnectionRefusedError:
    print(time.monotonic() - began)
"""


def round_trip(bed):
    """Seconds from the replica's host to a closed port of the source's and back, or None when no answer comes."""
    done = subprocess.run(bed.on_host("replica", [sys.executable, "-c", ROUND_TRIP]), capture_output=True, text=True,
                          check=False)
    return float(done.stdout) if done.stdout else None


@needs_root
def test_delay_holds_in_both_directions_and_is_gone_after_heal(line):
    line.slow(delay="100ms")
    assert line.status()["slow"]["delay"] == "100ms"
    assert round_trip(line) >= 0.2
    line.wait_caught_up(DEADLINE)
    line.heal()
    assert line.status()["slow"] is None
    wait_until(lambda: round_trip(line) < 0.2, "the delay is still there", DEADLINE)


@needs_root
def test_a_line_that_loses_everything_is_a_cut(line):
    line.slow(loss="100%")
    assert round_trip(line) is None
    line.heal()
    line.wait_caught_up(DEADLINE)


def test_a_packet_leaves_after_its_turn_and_its_delay():
    queue = Queue(rate=8000, delay=0.5, loss=0)
    queue.take(b"a" * 100, now=10.0)
    queue.take(b"b" * 100, now=10.0)
    assert list(queue.leaving(10.59)) == []
    assert list(queue.leaving(10.61)) == [b"a" * 100]
    assert list(queue.leaving(10.71)) == [b"b" * 100]


def test_packets_are_lost_by_chance():
    chances = iter([0.05, 0.5])
    queue = Queue(rate=0, delay=0, loss=0.1, chance=lambda: next(chances))
    queue.take(b"a", now=0)
    queue.take(b"b", now=0)
    assert list(queue.leaving(0)) == [b"b"]


@pytest.mark.parametrize("kind,text,value", [
    ("delay", "200ms", 0.2), ("delay", "1.5s", 1.5), ("loss", "10%", 0.1), ("rate", "16kbit", 16000), ("rate", None, 0)])
def test_a_number_has_tcs_units(kind, text, value):
    assert parse(kind, text) == pytest.approx(value)


@pytest.mark.parametrize("kind,text", [("delay", "200"), ("delay", "-1s"), ("loss", "10"), ("rate", "16kb"), ("rate", "")])
def test_a_number_without_a_unit_is_refused(kind, text):
    with pytest.raises(BedError):
        parse(kind, text)


def test_a_bed_on_loopback_has_no_line_to_cut(directory):
    bed = Bed.up(directory, rate=0, tunnel=False)
    for call in (bed.cut, bed.heal, bed.slow):
        with pytest.raises(BedError, match="--netns"):
            call()
