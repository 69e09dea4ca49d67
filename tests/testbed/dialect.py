"""The words a MariaDB and a MySQL have for the same act of replication."""

from dataclasses import dataclass

from . import flavor


@dataclass(frozen=True)
class Dialect:
    show_replica: str
    show_source: str
    start: str
    stop: str
    forget: str
    change: str
    side: str  # how options of the change and columns of the status call the source
    replica: str
    extra: str  # in the change: what a login through the tunnel needs
    monitor: tuple  # the grants of the monitoring account


MARIADB = Dialect("SHOW ALL SLAVES STATUS", "SHOW MASTER STATUS", "START SLAVE", "STOP SLAVE", "RESET SLAVE ALL",
                  "CHANGE MASTER", "Master", "Slave", "", ("BINLOG MONITOR", "SLAVE MONITOR", "PROCESS"))
MYSQL = Dialect("SHOW REPLICA STATUS", "SHOW BINARY LOG STATUS", "START REPLICA", "STOP REPLICA", "RESET REPLICA ALL",
                "CHANGE REPLICATION SOURCE", "Source", "Replica", ", SOURCE_AUTO_POSITION=0, GET_SOURCE_PUBLIC_KEY=1",
                ("REPLICATION CLIENT", "PROCESS"))


def of(name):
    """The dialect of a server by the name of its flavor."""
    return MARIADB if flavor.of(name).kind == "mariadb" else MYSQL


def spoken(name, text):
    """A text with {SOURCE}, {REPLICA} and {CHANGE} in the words of a server."""
    words = of(name)
    return text.format(SOURCE=words.side.upper(), REPLICA=words.replica.upper(), CHANGE=words.change)


def named(dialect, statement, channel):
    """A statement (start, stop, forget, change) for one connection or channel; '' is the default one."""
    if not channel:
        return statement
    if dialect is MYSQL:
        return f"{statement} FOR CHANNEL '{channel}'"
    verb, subject, *rest = statement.split()
    return " ".join([verb, subject, f"'{channel}'", *rest])


def follow(dialect, host, port, password, position, retry, channel="", more=""):
    """The statement that makes a replica follow a position (file, offset); `more` is in the dialect's own words."""
    name, (file, offset) = dialect.side.upper(), position
    sets = (f"{name}_HOST='{host}', {name}_PORT={port}, {name}_USER='db_rep', {name}_PASSWORD='{password}',"
            f" {name}_LOG_FILE='{file}', {name}_LOG_POS={offset}, {name}_CONNECT_RETRY={retry}{dialect.extra}{more}")
    if dialect is MYSQL:
        return named(dialect, f"{dialect.change} TO {sets}", channel)
    return f"{named(dialect, dialect.change, channel)} TO {sets}"
