"""Each way in which a real pair breaks gets its verdict, with the hop that is broken, and is well again afterwards.

Run with -s for the table of how long each verdict took.
"""

from dataclasses import dataclass, field

import pytest

from testbed import Agent, Bed, wait_until
from testbed.authority import Authority
from testbed.tunnel import HOSTS

VERDICT_SECONDS = 40
BACK_SECONDS = 60
ROW = "INSERT INTO entry (id, written_at, text) VALUES (900000001, 0, 'twice')"


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("verdicts") / "bed", rate=20) as pair:
        yield pair


@pytest.fixture(scope="module")
def agent(bed, replwatch):
    with Agent(bed, replwatch) as watching:
        watching.wait_well(BACK_SECONDS)
        yield watching


@pytest.fixture(scope="module")
def times():
    """(case, verdict, hop, seconds to the verdict, seconds back); printed at the end."""
    rows = []
    yield rows
    print(f"\n{'fault':32} {'verdict':26} {'hop':14} {'seconds':>8} {'back':>6}")
    for name, cause, hop, seconds, back in rows:
        print(f"{name:32} {cause:26} {hop or '-':14} {seconds:8.1f} {back:6.1f}")


@dataclass(frozen=True)
class Case:
    """One fault: what is done to the bed, the verdict it must get, and how it is undone."""

    name: str
    make: object
    mend: object
    cause: str
    hop: str
    words: tuple = ()  # in the verdict's sentence or its next step
    on_the_way: tuple = field(default=())  # other causes that are true before it


def on_replica(statement):
    return lambda bed: bed.sql("replica", statement)


def on_source(statement):
    return lambda bed: bed.sql("source", statement)


def insert_a_key_twice(bed):
    bed.sql("replica", f"SET sql_log_bin=0; {ROW}", "DB_1")
    bed.sql("source", ROW, "DB_1")


def take_the_key_out(bed):
    bed.sql("replica", "SET sql_log_bin=0; DELETE FROM entry WHERE id = 900000001", "DB_1")
    bed.sql("replica", "START SLAVE")


def follow(bed, file, position):
    bed.sql("replica", f"CHANGE MASTER TO MASTER_HOST='{bed.values['upstream']['host']}',"
                       f" MASTER_PORT={bed.values['upstream']['port']}, MASTER_USER='db_rep',"
                       f" MASTER_PASSWORD='{bed.values['passwords']['db_rep']}', MASTER_LOG_FILE='{file}',"
                       f" MASTER_LOG_POS={position}, MASTER_CONNECT_RETRY={bed.values['connect_retry']}; START SLAVE")


def forget_the_source(bed):
    bed.sql("replica", "STOP SLAVE")
    status = bed.link_status()
    bed.sql("replica", "RESET SLAVE ALL")
    (bed.directory / "followed").write_text(f"{status['file']} {status['executed']}")


def remember_the_source(bed):
    follow(bed, *(bed.directory / "followed").read_text().split())


def purge(bed):
    bed.sql("replica", "STOP SLAVE")
    bed.sql("source", "FLUSH BINARY LOGS")
    newest = bed.sql("source", "SHOW MASTER STATUS")[0]["File"]

    def is_alone():  # a log stays as long as a thread sends it: until the tunnel has told it that nobody listens
        bed.sql("source", f"PURGE BINARY LOGS TO '{newest}'")
        return len(bed.sql("source", "SHOW BINARY LOGS")) == 1

    wait_until(is_alone, "the old logs are not purged", 30)
    bed.sql("replica", "START SLAVE")


def skip_what_was_purged(bed):
    bed.sql("replica", "STOP SLAVE; RESET SLAVE ALL")
    position = bed.sql("source", "SHOW MASTER STATUS")[0]
    follow(bed, position["File"], position["Position"])


def refuse_the_replication_account(bed):
    bed.sql("source", "SET sql_log_bin=0; ALTER USER 'db_rep'@'127.0.0.1' IDENTIFIED BY 'changed'")
    bed.sql("replica", "STOP SLAVE IO_THREAD; START SLAVE IO_THREAD")


def admit_the_replication_account(bed):
    bed.sql("source", "SET sql_log_bin=0; ALTER USER 'db_rep'@'127.0.0.1'"
                      f" IDENTIFIED BY '{bed.values['passwords']['db_rep']}'")


def end_the_agents_connections(bed):
    for row in bed.sql("replica", "SELECT id FROM information_schema.processlist WHERE user = 'replwatch'"):
        bed.sql("replica", f"KILL {row['id']}")


def revoke(bed):
    bed.sql("replica", "SET sql_log_bin=0; REVOKE SLAVE MONITOR ON *.* FROM 'replwatch'@'localhost'")
    end_the_agents_connections(bed)  # a grant is looked up when a connection is made


def grant(bed):
    bed.sql("replica", "SET sql_log_bin=0; GRANT SLAVE MONITOR ON *.* TO 'replwatch'@'localhost'")
    end_the_agents_connections(bed)


def restart_with_certificate_of(bed, authority):
    home = bed.directory / "stunnel-client"
    _, subject = HOSTS["stunnel-client"]
    authority.issue(subject, home / "hostcert.pem", home / "hostkey.pem")
    bed.stop("stunnel-client")
    bed.start("stunnel-client")


def present_a_strangers_certificate(bed):
    stranger = Authority(bed.directory / "stranger", bed.directory)
    restart_with_certificate_of(bed, stranger.create([("DC", "org"), ("CN", "Nobody's CA")]))


def present_the_right_certificate(bed):
    name, _ = HOSTS["stunnel-client"]
    restart_with_certificate_of(bed, Authority(bed.directory / "pki" / name, bed.directory))


def part(verb, name):
    return lambda bed: getattr(bed, verb)(name)


CASES = (
    Case("SQL thread stopped", on_replica("STOP SLAVE SQL_THREAD"), on_replica("START SLAVE SQL_THREAD"),
         "sql_thread_stopped", "sql_thread", ("START SLAVE SQL_THREAD",)),
    Case("duplicate key", insert_a_key_twice, take_the_key_out, "sql_thread_error", "sql_thread", ("1062",)),
    Case("IO thread stopped", on_replica("STOP SLAVE IO_THREAD"), on_replica("START SLAVE IO_THREAD"),
         "io_thread_stopped", "io_thread", ("START SLAVE IO_THREAD",)),
    Case("RESET SLAVE ALL", forget_the_source, remember_the_source, "replica_not_configured", "io_thread",
         on_the_way=("io_thread_stopped",)),
    Case("replica stopped", part("stop", "replica"), part("start", "replica"), "replica_down", "sql_thread"),
    Case("replica frozen", part("freeze", "replica"), part("thaw", "replica"), "replica_unresponsive", "sql_thread"),
    Case("client stunnel stopped", part("stop", "stunnel-client"), part("start", "stunnel-client"),
         "tunnel_client_down", "tunnel_client"),
    Case("client stunnel frozen", part("freeze", "stunnel-client"), part("thaw", "stunnel-client"),
         "tunnel_stalled", "tunnel_client"),
    Case("server stunnel killed", part("kill", "stunnel-server"), part("start", "stunnel-server"),
         "tunnel_server_unreachable", "network"),
    Case("stranger's certificate", present_a_strangers_certificate, present_the_right_certificate,
         "tunnel_verify_failed", "tunnel_server", ("unknown ca",), on_the_way=("tunnel_client_down",)),
    Case("source killed", part("kill", "source"), part("start", "source"), "source_down", "source"),
    Case("source frozen", part("freeze", "source"), part("thaw", "source"), "source_unresponsive", "source"),
    Case("replication account refused", refuse_the_replication_account, admit_the_replication_account,
         "source_refused_login", "source", on_the_way=("io_thread_stopped",)),
    Case("binlog purged", purge, skip_what_was_purged, "binlog_purged", "io_thread",
         on_the_way=("io_thread_stopped",)),
    Case("monitor's grant revoked", revoke, grant, "monitor_denied", None, ("GRANT", "SLAVE MONITOR")),
)


# A tunnel that is just being killed gives an event of its own for the next look: a handshake that ended, a last hop that
# closed. Such a verdict may pass by; it must not stay.
PASSING_SECONDS = 5


def lasted(there, expected) -> float:
    """For how many seconds other verdicts than the expected ones stood before the right one came."""
    ends = [seconds for seconds, _, _ in there.seen[1:]] + [there.seconds]
    return sum(end - seen[0] for seen, end in zip(there.seen, ends) if seen[1] not in expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_verdict(case, bed, agent, times):
    case.make(bed)
    try:
        there = agent.wait_cause(case.cause, VERDICT_SECONDS, hop=case.hop)
    finally:
        case.mend(bed)
    back = agent.wait_well(BACK_SECONDS)
    times.append((case.name, case.cause, there.link["broken_hop"], there.seconds, back.seconds))
    bed.wait_running()
    assert lasted(there, {"ok", case.cause, *case.on_the_way}) < PASSING_SECONDS, there.seen
    assert there.link["broken_hop"] == case.hop
    for word in case.words:
        assert word in f"{there.link['sentence']} {there.link['next']}"
    assert there.link["evidence"]


def test_data_grows_old_in_a_frozen_tunnel_while_the_replica_says_0(bed, agent, times):
    """What replwatch is for: both threads say Yes and 0 seconds, and nothing arrives."""
    agent.wait_well(BACK_SECONDS)
    bed.freeze("stunnel-server")
    ages, words = [], set()

    def look(link):
        ages.append(link["staleness_seconds"])
        status = link["channel_status"]
        words.add((status["io_state"], status["sql_running"], status["reported_lag_seconds"]))

    try:
        there = agent.wait_cause("tunnel_stalled", VERDICT_SECONDS, hop="tunnel_server", each=look)
        agent.wait(lambda link: link["staleness_seconds"] > 10, "the data does not grow old", 30, each=look)
        rows = bed.rows("source"), bed.rows("replica")
    finally:
        bed.thaw("stunnel-server")
    back = agent.wait_well(BACK_SECONDS)
    times.append(("server stunnel frozen", "tunnel_stalled", "tunnel_server", there.seconds, back.seconds))
    assert lasted(there, {"ok", "tunnel_stalled"}) < PASSING_SECONDS, there.seen
    assert words == {("running", True, 0)}, "what the replica itself said all the time"
    frozen = ages[len(ages) // 4:]
    assert None not in ages and frozen == sorted(frozen), "it only grows"
    assert rows[0]["DB_1"] - rows[1]["DB_1"] > 20, "and rows were really missing"
    bed.wait_caught_up()


def without_source(bed, **link):
    content = bed.values["replica"]
    return {"servers": {"server2": {"socket": content["socket"], "defaults_file": content["option_file"]}},
            "links": {"lfc": {"replica": "server2", **link}}}


def test_a_replica_watched_alone_is_ok_and_its_delivery_not_verified(bed, replwatch):
    with Agent(bed, replwatch, name="alone", **without_source(bed, tunnel="mysql")) as alone:
        link = alone.wait_cause("ok").link
    assert link["basis"] == "replica_only"
    assert "delivery not verified" in link["sentence"]
    assert link["staleness_seconds"] is None and link["why_unknown"]
    assert [each["severity"] for each in link["findings"] if each["finding"] == "source_not_sampled"] == ["info"]


def test_a_thread_that_stays_unconnected_without_evidence_of_the_hop_is_connecting(bed, replwatch, times):
    with Agent(bed, replwatch, name="blindfold", **without_source(bed), tunnels={}) as blindfold:
        blindfold.wait_cause("ok")
        bed.stop("stunnel-server")
        try:
            there = blindfold.wait_cause("connecting", VERDICT_SECONDS)
        finally:
            bed.start("stunnel-server")
        back = blindfold.wait_cause("ok", BACK_SECONDS)
    times.append(("server stunnel, nothing else seen", "connecting", "io_thread", there.seconds, back.seconds))
    assert there.causes == ["ok", "connecting"] and there.link["broken_hop"] == "io_thread"
    assert there.seconds > 8, "there is a grace"
