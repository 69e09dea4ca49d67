"""What the bed brings up is the pair of the manual, working, and each part can be broken and mended."""

import json
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from testbed import Bed, BedError, SqlError, authority, left_behind, server_packages, wait_until, wire

DEADLINE = 60


@pytest.fixture(name="bed", scope="module")
def _bed():
    with Bed.up(rate=20) as bed:
        yield bed
    assert left_behind(bed.directory) == []


def test_a_row_written_on_the_source_arrives_at_the_replica(bed):
    bed.sql("source", "USE DB_1; INSERT INTO entry (written_at, text) VALUES (1, 'by hand')")
    wait_until(lambda: bed.sql("replica", "SELECT 1 FROM DB_1.entry WHERE text = 'by hand'"), "the row", DEADLINE)


def test_the_writer_fills_both_databases_at_the_chosen_rate(bed):
    bed.rate(0)
    bed.wait_still("source")
    before = bed.rows("source")
    bed.rate(40)
    wait_until(lambda: all(bed.rows("source")[name] > before[name] + 10 for name in before), "rows", DEADLINE)
    bed.wait_caught_up(DEADLINE)


def test_a_row_carries_the_time_it_was_written_at_and_the_journal_has_it(bed):
    row = bed.sql("source", "SELECT MAX(written_at) AS at FROM DB_2.entry WHERE text = 'writer'")[0]
    assert abs(float(row["at"]) - time.time()) < DEADLINE
    database, wall, sent, answered = (bed.directory / "writes.tsv").read_text().splitlines()[0].split("\t")
    assert database in ("DB_1", "DB_2") and float(wall) > 0 and float(sent) <= float(answered)


def test_the_monitoring_account_sees_replication_and_nothing_else(bed):
    with open(bed.values["source"]["option_file"], encoding="ascii") as file:
        password = file.read().split("password=")[1].strip()
    upstream = bed.values["upstream"]
    with wire.Connection((upstream["host"], upstream["port"]), "replwatch", password) as source:
        assert source.query("SELECT @@server_id AS id") == [{"id": "1"}]
        assert source.query("SHOW MASTER STATUS")[0]["Binlog_Do_DB"] == "DB_1,DB_2"
        assert any(row["User"] == "db_rep" for row in source.query("SHOW PROCESSLIST"))
        with pytest.raises(SqlError) as refusal:
            source.query("SELECT COUNT(*) FROM DB_1.entry")
    assert refusal.value.number == 1142
    with wire.Connection(bed.values["replica"]["socket"], "replwatch", password) as replica:
        assert replica.query("SHOW ALL SLAVES STATUS")[0]["Replicate_Do_DB"] == "DB_1,DB_2"
    for side in ("source", "replica"):
        assert stat.S_IMODE(os.stat(bed.values[side]["option_file"]).st_mode) == 0o600


def test_the_replica_is_read_only_for_applications(bed):
    with pytest.raises(SqlError) as refusal:
        bed.sql("replica", "INSERT INTO entry (written_at) VALUES (1)", database="DB_1", user="lfc")
    assert refusal.value.number == 1290


@pytest.mark.parametrize("part,subject", [
    ("stunnel-client", "DC=es, DC=irisgrid, O=ifca, CN=host/server1.domain.one"),
    ("stunnel-server", "C=PT, O=LIPCA, O=LIP, OU=Lisboa, CN=host/server2.domain.two"),
])
def test_each_end_of_the_tunnel_verifies_the_other(bed, part, subject):
    assert f"Certificate accepted at depth=0: {subject}\n" in bed.log(part).read_text()


def test_the_certificate_folder_has_both_hash_styles_and_crls(bed):
    names = os.listdir(bed.directory / "stunnel-client" / "certificates")
    assert sorted(Path(name).suffix for name in names) == [".0"] * 4 + [".r0"] * 4


@pytest.mark.parametrize("part", ["stunnel-server", "stunnel-client", "source", "replica"])
def test_a_frozen_part_stops_the_rows_and_a_thawed_one_lets_them_go_on(bed, part):
    bed.rate(20)
    bed.freeze(part)
    assert bed.status()["parts"][part]["state"] == "frozen"
    if part.startswith("stunnel"):
        bed.wait_still("replica")
        assert bed.link_status()["io"] == "Yes"
    else:
        assert bed.rows(part, deadline=0.3) is None
    bed.thaw(part)
    bed.wait_caught_up(DEADLINE)


def test_what_was_killed_or_stopped_comes_back_with_up(bed):
    bed.kill("stunnel-client")
    bed.kill("writer")
    bed.kill("source")
    bed.stop("replica")
    assert {name: part["state"] for name, part in bed.status()["parts"].items()} == {
        "source": "gone", "replica": "gone", "stunnel-client": "gone", "writer": "gone", "stunnel-server": "running"}
    before = bed.pid("stunnel-server")
    Bed.up(bed.directory)
    assert bed.status()["healthy"] and bed.pid("stunnel-server") == before
    bed.wait_caught_up(DEADLINE)


def test_one_part_is_stopped_and_started(bed):
    bed.stop("stunnel-client")
    wait_until(lambda: bed.link_status()["io"] == "Connecting", "the replica does not notice", DEADLINE)
    bed.start("stunnel-client")
    bed.wait_running(DEADLINE)


def test_a_program_of_the_test_is_a_part_and_the_configuration_names_the_bed(bed):
    content = json.loads(bed.write_config(12345).read_text())
    assert content["listen"] == "127.0.0.1:12345"
    assert content["servers"]["server1"]["port"] == bed.values["upstream"]["port"]
    assert Path(content["servers"]["server2"]["socket"]).is_socket()
    assert content["links"]["lfc"]["tunnel"] in content["tunnels"]
    bed.launch("agent", [sys.executable, "-c", "import time; print('hello', flush=True); time.sleep(3600)"])
    wait_until(lambda: "hello" in bed.log("agent").read_text(), "no output", DEADLINE)
    bed.kill("agent")
    with pytest.raises(BedError, match="agent: not running"):
        bed.pid("agent")


def test_a_stranger_to_the_authorities_is_refused(directory):
    bed = Bed.up(directory, rate=0)
    name = [("DC", "org"), ("DC", "nowhere"), ("CN", "host/stranger")]
    stranger = authority.Authority(bed.directory / "pki" / "stranger", bed.directory).create(name[:2] + [("CN", "CA")])
    home = bed.directory / "stunnel-client"
    stranger.issue(name, home / "hostcert.pem", home / "hostkey.pem")
    bed.stop("stunnel-client")
    bed.start("stunnel-client")
    wait_until(lambda: "Rejected by CERT at depth=0: DC=org, DC=nowhere, CN=host/stranger"
               in bed.log("stunnel-server").read_text(), "no refusal", DEADLINE, bed.log("stunnel-server"))


def test_a_replica_of_the_other_kind_is_refused_before_anything_is_made(directory):
    with pytest.raises(BedError, match="do not read each other's logs"):
        Bed.up(directory, source_server="mysql-9.7")
    assert left_behind(directory) == []


def test_a_server_nobody_knows_is_refused_with_the_names_of_those_there_are(directory):
    with pytest.raises(BedError, match="oracle-7: no such server; there are mariadb-10.5, "):
        Bed.up(directory, source_server="oracle-7", replica_server="oracle-7")


@pytest.mark.parametrize("damage,whole", [
    (lambda place: None, True), (lambda place: (place / "server").unlink(), False),
    (lambda place: (place / "server").write_text("sho"), False), (lambda place: (place / server_packages.VERSIONS).unlink(), False)])
def test_a_folder_of_packages_is_whole_only_with_every_file_at_its_size(tmp_path, damage, whole):
    (tmp_path / "server").write_text("short")
    (tmp_path / server_packages.VERSIONS).write_text("package\tserver\t1.0\nfile\t5\tserver\n")
    damage(tmp_path)
    assert server_packages.is_whole(tmp_path) is whole
