"""`replwatch explain LINK` on a real pair: what a colleague would answer while the link is well, broken and unknown."""

import re

import pytest
from testbed import Agent, Bed, wait_until


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("explain") / "bed", rate=20) as pair:
        yield pair


@pytest.fixture(scope="module")
def agent(bed, replwatch):
    with Agent(bed, replwatch) as watching:
        watching.wait_well()
        yield watching


def explained(agent, *words):
    done = agent.run("explain", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_link_that_is_well_is_explained_with_what_the_source_is_asked(agent):
    said = explained(agent, "lfc")
    assert said.startswith("lfc: server1 to replica (SLAVE) server2, through tunnel ")
    assert re.search(r"^ok since \S+Z, for ", said, re.MULTILINE)
    assert "the verdict rests on what both ends say" in said
    assert re.search(r"Everything committed and logged by \S+Z is on the replica; at most \d+\.\d s of writes are not", said)
    assert "SHOW GLOBAL STATUS LIKE 'binlog_snapshot_%'\n  it takes no lock" in said


def test_the_binary_logs_and_their_settings_are_read(agent):
    wait_until(lambda: {probe["probe"]: probe["success"] for probe in agent.get("/api/v1/status").json()["probes"]
                        if probe["name"] == "server1" and probe["probe"] in ("binary_logs", "log_settings")}
               == {"binary_logs": True, "log_settings": True}, "both rare questions to be answered", 30)


def test_a_link_that_is_broken_is_explained_with_what_to_check_next(bed, agent):
    bed.sql("replica", "STOP SLAVE SQL_THREAD")
    agent.wait_cause("sql_thread_stopped")
    said = explained(agent, "lfc")
    assert re.search(r"^critical: sql_thread_stopped since ", said, re.MULTILINE)
    assert re.search(r"What to check next\n  \S", said)
    bed.sql("replica", "START SLAVE SQL_THREAD")
    agent.wait_well()


def test_no_such_link_and_no_name_are_refused(agent):
    for words, code in ((("no-such-link",), 1), (("../status",), 1), ((), 2), (("lfc", "more"), 2)):
        done = agent.run("explain", *words)
        assert (done.returncode, done.stdout) == (code, ""), words
        assert done.stderr.count("\n") == 1 or code == 2, done.stderr


def test_help_tells_the_exit_codes(agent):
    assert "Exit codes: 0 explained" in explained(agent, "--help")


def test_status_says_what_would_be_lost_with_the_source(agent):
    done = agent.run("status")
    assert "if the source is lost now: Everything committed and logged by " in done.stdout


def test_rules_written_for_mysqld_exporter_find_their_series(bed, replwatch):
    with Agent(bed, replwatch, "names", exports={"mysqld_exporter_names": True}) as watching:
        watching.wait_well()
        page = watching.get("/metrics").body
    labels = r'\{channel_name="",connection_name="",master_host="127.0.0.1",master_uuid=""\}'
    for name in ("slave_io_running", "slave_sql_running"):
        assert re.search(rf"^mysql_slave_status_{name}{labels} 1$", page, re.MULTILINE), name
    assert re.search(rf"^mysql_slave_status_seconds_behind_master{labels} \d+$", page, re.MULTILINE)
