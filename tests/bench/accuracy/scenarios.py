"""What is done to the pair while the numbers are watched: each scenario breaks something, holds it, and mends it.

Statements are those that MariaDB 10.5 and MySQL 8.0 both understand, but for those that the bed's dialect gives.
"""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    name: str
    play: object
    netns: bool = False
    replica_options: tuple = ()
    writers: int = 1


def hold(world):
    time.sleep(world.seconds)


def steady(world):
    hold(world)


def idle(world):
    world.rate(0)
    hold(world)
    world.writers[0].rate = 0.001
    time.sleep(1)
    world.rate()


def io_stopped(world):
    world.replica("STOP REPLICA IO_THREAD")
    hold(world)
    world.replica("START REPLICA IO_THREAD")


def sql_stopped(world):
    world.replica("STOP REPLICA SQL_THREAD")
    hold(world)
    world.replica("START REPLICA SQL_THREAD")


def frozen(part):
    def play(world):
        world.bed.freeze(part)
        try:
            hold(world)
        finally:
            world.bed.thaw(part)
    return play


def cut(world):
    world.bed.cut()
    try:
        hold(world)
    finally:
        world.bed.heal()


def slow_link(world):
    for writer in world.writers:
        writer.size = 1500
    world.rate(20)
    world.bed.slow(rate="64kbit")
    try:
        hold(world)
    finally:
        world.bed.heal()
        world.rate()


def long_transaction(world):
    """Open for a while, then large at its commit; the writer's own rows go on beside it."""
    with world.connection("source") as connection:
        connection.query("SET autocommit=0; CREATE TABLE IF NOT EXISTS DB_1.large (text VARCHAR(2000)) ENGINE=InnoDB")
        for _ in range(40):
            connection.query("INSERT INTO DB_1.large VALUES " + ",".join(["(REPEAT('y', 1500))"] * 500), 60)
            time.sleep(world.seconds / 80)
        connection.query("COMMIT", 60)
    time.sleep(world.seconds / 2)
    world.source("DROP TABLE DB_1.large")


def long_statement(world):
    """As long on the replica as it was on the source."""
    with world.connection("source") as connection:
        connection.query(f"SET SESSION binlog_format='STATEMENT'; DELETE FROM DB_1.truth WHERE writer = 999 OR"
                         f" (writer = 1 AND number = 1 AND SLEEP({world.seconds / 3:.1f}) > 5)", 60)
    time.sleep(world.seconds * 2 / 3)


def read_locked(world):
    with world.connection("replica") as connection:
        connection.query("FLUSH TABLES WITH READ LOCK", 30)
        hold(world)


def delayed(world):
    world.delay(3)
    hold(world)
    world.delay(0)


def catch_up(world):
    world.replica("STOP REPLICA SQL_THREAD")
    world.rate(200)
    hold(world)
    world.rate()
    world.replica("START REPLICA SQL_THREAD")


def rotation(world):
    end = time.monotonic() + world.seconds
    while time.monotonic() < end:
        world.source("FLUSH BINARY LOGS")
        time.sleep(0.7)


def reset(world):
    """The log begins anew under a replica that does not know; then it is made again from what the source has."""
    world.source(world.words["reset"])
    hold(world)
    world.rate(0)
    time.sleep(1)
    world.clone()
    world.rate()


def source_restart(world):
    world.stop_source()
    time.sleep(min(3, world.seconds / 2))
    world.start_source()
    time.sleep(world.seconds / 2)


def replica_crash(world):
    world.bed.kill("replica")
    time.sleep(min(3, world.seconds / 2))
    world.bed.start("replica")
    time.sleep(world.seconds / 2)


def agent_restart(world):
    world.replica("STOP REPLICA SQL_THREAD")
    time.sleep(world.seconds / 3)
    world.agent.stop()
    world.agent.launch()
    time.sleep(world.seconds / 3)
    world.replica("START REPLICA SQL_THREAD")
    time.sleep(world.seconds / 3)


def parallel(world):
    world.workers(4)
    world.rate(40)
    hold(world)
    world.replica("STOP REPLICA SQL_THREAD")
    time.sleep(world.seconds / 2)
    world.replica("START REPLICA SQL_THREAD")
    hold(world)
    world.rate()


def relay_limit(world):
    for writer in world.writers:
        writer.size = 1500
    world.rate(40)
    sql_stopped(world)
    world.rate()


RELAY_LIMIT = ("--relay-log-space-limit=100000", "--max-relay-log-size=8192")
SCENARIOS = (
    Scenario("steady", steady), Scenario("idle-then-one-write", idle), Scenario("io-stopped", io_stopped),
    Scenario("sql-stopped", sql_stopped), Scenario("frozen-server-end", frozen("stunnel-server")),
    Scenario("frozen-client-end", frozen("stunnel-client")), Scenario("long-transaction", long_transaction),
    Scenario("long-statement", long_statement), Scenario("read-locked-replica", read_locked),
    Scenario("configured-delay", delayed), Scenario("catch-up", catch_up), Scenario("log-rotation", rotation),
    Scenario("source-restart", source_restart), Scenario("replica-crash", replica_crash),
    Scenario("agent-restart", agent_restart), Scenario("parallel-workers", parallel, writers=4),
    Scenario("reset-master", reset), Scenario("relay-log-limit", relay_limit, replica_options=RELAY_LIMIT),
    Scenario("silent-cut", cut, netns=True), Scenario("slow-link", slow_link, netns=True),
)
