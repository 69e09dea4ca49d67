"""Nothing of a bed survives `down`, whatever was killed and when; and no process or file of others is touched."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from testbed import Bed, BedError, left_behind, processes, take_down, wait_until

COMMAND = str(Path(__file__).with_name("testbed"))
DEADLINE = 60


def test_two_beds_come_up_at_once_and_do_not_know_each_other(tmp_path_factory):
    directories = [tmp_path_factory.mktemp("b") / "d" for _ in range(2)]
    coming = [subprocess.Popen([COMMAND, "up", "--dir", path, "--rate", "0", "--owner", str(os.getpid())],
                               stdout=subprocess.DEVNULL)
              for path in directories]
    try:
        assert [one.wait(2 * DEADLINE) for one in coming] == [0, 0]
        first, second = (Bed(path) for path in directories)
        assert not set(first.status()["ports"].values()) & set(second.status()["ports"].values())
        first.sql("source", "USE DB_1; INSERT INTO entry (written_at) VALUES (1)")
        first.wait_caught_up(DEADLINE)
        first.down()
        assert left_behind(first.directory) == []
        assert second.status()["healthy"]
        assert second.rows("replica") == {"DB_1": 0, "DB_2": 0}
    finally:
        for path in directories:
            take_down(path)
    assert left_behind(directories[1]) == []


@pytest.mark.parametrize("reached", ["bed.json", "template-mariadb-10.11.new", "source.log", "writer.log"])
def test_up_killed_on_its_way_leaves_what_down_finds_and_up_completes(directory, reached):
    coming = subprocess.Popen([COMMAND, "up", "--dir", directory, "--rate", "0", "--owner", str(os.getpid())],
                              env={**os.environ, "REPLWATCH_TESTBED_CACHE": "no"})
    wait_until((directory / reached).exists, f"{reached} does not appear", DEADLINE)
    coming.send_signal(signal.SIGKILL)
    coming.wait(DEADLINE)
    if reached in ("template-mariadb-10.11.new", "writer.log"):
        assert Bed.up(directory).status()["healthy"]
    take_down(directory)
    assert left_behind(directory) == []


def test_the_bed_goes_when_its_owner_is_killed(directory):
    owner = subprocess.Popen(["sleep", "3600"])
    try:
        bed = Bed.up(directory, owner=owner.pid, rate=0)
        agent = bed.launch("agent", ["sleep", "3600"])
    finally:
        owner.kill()
        owner.wait(DEADLINE)
    wait_until(lambda: not left_behind(directory), "the bed outlives its owner", DEADLINE)
    assert agent.state() == "gone"


def test_a_bed_whose_directory_was_deleted_is_ended_all_the_same(directory):
    bed = Bed.up(directory, rate=0)
    bed.freeze("replica")
    elsewhere = directory.with_name("elsewhere")
    directory.rename(elsewhere)
    try:
        assert processes.marked(bed.directory)
        bed.down()
        assert left_behind(directory) == []
    finally:
        shutil.rmtree(elsewhere)


def test_a_server_that_cannot_start_is_reported_with_its_log_and_leaves_nothing(directory):
    with pytest.raises(BedError, match=r"source.log, last lines:\n(.*\n)*.*no-such-option"):
        Bed.up(directory, source_options=["--no-such-option"])
    assert left_behind(directory) == []


def test_a_directory_that_is_no_bed_is_left_alone(tmp_path):
    (tmp_path / "letter").write_text("mine")
    for call in (Bed.up, take_down):
        with pytest.raises(BedError, match="not a bed"):
            call(tmp_path)
    assert (tmp_path / "letter").read_text() == "mine"


def test_a_pid_that_was_given_to_another_process_is_not_signalled():
    stranger = subprocess.Popen(["sleep", "3600"])
    try:
        now = processes.Process.of(stranger.pid)
        processes.Process(now.pid, now.start - 1).send(signal.SIGTERM)
        now.send(signal.SIGKILL)
        assert stranger.wait(DEADLINE) == -signal.SIGKILL
    finally:
        stranger.kill()
