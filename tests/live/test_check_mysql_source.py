"""check_mysql_source against a real pair: replicas that are there and not, grants that are missing, silence."""

import subprocess

import pytest

from testbed.bed import Bed
from testbed.waiting import wait_until

OK, WARNING, CRITICAL, UNKNOWN = range(4)


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("pair") / "bed") as pair:
        pair.wait_caught_up()
        yield pair


@pytest.fixture
def ask(bed, build):
    program = build / "nagios/check_mysql_source"
    assert program.is_file(), f"{program} is missing: build first"
    source = bed.values["source"]

    def run(*arguments):
        done = subprocess.run([str(program), "-H", "127.0.0.1", "-p", str(source["port"]), "-f", source["option_file"],
                               *map(str, arguments)], capture_output=True, text=True, timeout=30, check=False)
        first = done.stdout.splitlines()[0]
        assert first.startswith(["OK", "WARNING", "CRITICAL", "UNKNOWN"][done.returncode] + " - "), done.stdout
        for label in ("missing=", "dump_threads=", "log_file=", "log_position=", "time="):
            assert label in first.partition("|")[2], first
        return done.returncode, first
    return run


def test_a_source_with_its_replica_is_ok(bed, ask):
    bed.wait_running()
    code, first = ask()
    assert code == OK, first
    assert "1 of 1 replicas connected" in first
    assert "missing=0;0;0;0 dump_threads=1;" in first


def test_a_replica_too_few_is_critical_or_as_the_thresholds_say(bed, ask):
    bed.wait_running()
    assert ask("--replicas", 2)[0] == CRITICAL
    assert ask("--replicas", 2, "-c", 1)[0] == WARNING
    code, first = ask("--replicas", 2, "-w", 1, "-c", 1)
    assert code == OK and "missing=1;1;1;0" in first


def test_a_replica_that_stops_is_missed(bed, ask):
    bed.sql("replica", "STOP SLAVE IO_THREAD")
    try:
        # The source notices when it next writes to the connection.
        def missed():
            bed.sql("source", "INSERT INTO DB_1.entry (written_at, text) VALUES (0, 'x')")
            return ask()[0] == CRITICAL
        wait_until(missed, "the missing replica is not told", 30)
    finally:
        bed.sql("replica", "START SLAVE")
        bed.wait_running()


def test_a_source_that_is_read_only_is_a_warning(bed, ask):
    bed.sql("source", "SET GLOBAL read_only = 1")
    try:
        code, first = ask()
        assert code == WARNING and "read_only" in first
    finally:
        bed.sql("source", "SET GLOBAL read_only = 0")


def test_without_the_process_privilege_nothing_is_counted(bed, ask):
    accounts = ("'replwatch'@'127.0.0.1'", "'replwatch'@'localhost'")  # which one serves is the resolver's to say
    for account in accounts:
        bed.sql("source", f"REVOKE PROCESS ON *.* FROM {account}")
    try:
        code, first = ask()
        assert code == UNKNOWN, first
        assert "GRANT" in first and "PROCESS" in first and "missing=U" in first
    finally:
        for account in accounts:
            bed.sql("source", f"GRANT PROCESS ON *.* TO {account}")


def test_a_frozen_source_is_critical_within_the_timeout(bed, ask):
    bed.freeze("source")
    try:
        code, first = ask("-t", 3)
        assert code == CRITICAL and "does not answer" in first
    finally:
        bed.thaw("source")


def test_a_source_that_is_not_there_is_critical(bed, ask):
    bed.stop("source")
    try:
        code, first = ask()
        assert code == CRITICAL and "refused" in first
    finally:
        bed.start("source")
        bed.wait_running()
