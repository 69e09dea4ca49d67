"""Replication of the bed: from a file and a position on, what the replica says of it, what it is worth."""

from . import dialect
from .database import DATABASES
from .waiting import BedError, wait_until
from .wire import Connection, SqlError, WireError

SHOWN = {"io": "{replica}_IO_Running", "sql": "{replica}_SQL_Running", "io_state": "{replica}_IO_State",
         "seconds_behind": "Seconds_Behind_{source}", "last_io_errno": "Last_IO_Errno", "last_io_error": "Last_IO_Error",
         "last_sql_errno": "Last_SQL_Errno", "last_sql_error": "Last_SQL_Error",
         "read": "Read_{source}_Log_Pos", "executed": "Exec_{source}_Log_Pos", "file": "Relay_{source}_Log_File"}


def query(values, side, text, database="", deadline=10.0, user="root"):
    """One statement (or several) on a server of the bed over its socket; rows as dicts of column to text."""
    with Connection(values[side]["socket"], user, values["passwords"][user], database, deadline) as connection:
        return connection.query(text, deadline)


def try_query(values, side, text, deadline):
    """The rows, or None when the server does not answer or refuses."""
    try:
        return query(values, side, text, deadline=deadline)
    except (WireError, SqlError):
        return None


def link_status(values, deadline=2.0):
    """What the replica says of its link, by short names; None when it does not answer, {} when it is no replica."""
    words = dialect.of(values["replica"]["flavor"])
    rows = try_query(values, "replica", words.show_replica, deadline)
    if not rows:
        return rows if rows is None else {}
    return {short: rows[0].get(column.format(source=words.side, replica=words.replica)) for short, column in SHOWN.items()}


def ensure(values):
    """Makes the replica follow the source's present position, if it follows nothing, and starts what is stopped."""
    status = link_status(values, 30.0)
    if status is None:
        raise BedError("the replica does not answer")
    if not status:
        row = source_row(values)
        follow(values, (row["File"], row["Position"]))
    if not is_running(status):
        query(values, "replica", dialect.of(values["replica"]["flavor"]).start, deadline=30.0)


def follow(values, position, channel="", more=""):
    """Makes the replica, or one channel of it, follow the source from (file, offset) on; does not start it."""
    if values["source"]["flavor"] != values["replica"]["flavor"]:
        more += ", MASTER_SSL=0"  # MariaDB 11.8 asks for TLS by itself, 10.x has none unless configured
    query(values, "replica", dialect.follow(
        dialect.of(values["replica"]["flavor"]), values["upstream"]["host"], values["upstream"]["port"],
        values["passwords"]["db_rep"], position, values["connect_retry"], channel, more), deadline=30.0)


def source_row(values):
    """Where the source's log ends now, as the server tells it."""
    return query(values, "source", dialect.of(values["source"]["flavor"]).show_source, deadline=30.0)[0]


def is_running(status):
    return bool(status) and status["io"] == "Yes" and status["sql"] == "Yes"


def wait_running(values, deadline):
    last = {}

    def running():
        last["status"] = link_status(values)
        return is_running(last["status"])

    try:
        wait_until(running, "replication is not running", deadline, values["replica"]["log"])
    except BedError as error:
        raise BedError(f"{error}\nthe replica says: {last['status']}") from None


def _order(file, position):
    return int(file.rpartition(".")[2] or 0), int(position)


def source_position(values):
    """(number of the binlog file, offset in it) of the source now."""
    row = source_row(values)
    return _order(row["File"], row["Position"])


def wait_executed(values, position, deadline):
    """Waits until the replica has executed everything before a position of the source: what its threads say proves nothing."""
    def executed():
        status = link_status(values)
        return status and status["file"] and _order(status["file"], status["executed"]) >= position

    wait_until(executed, f"the replica has not executed the source's log up to {position}", deadline,
               values["replica"]["log"])


def row_counts(values, side, deadline=2.0):
    """{database: number of rows}, or None when the server does not answer."""
    columns = ", ".join(f"(SELECT COUNT(*) FROM {name}.entry) AS {name}" for name in DATABASES)
    rows = try_query(values, side, f"SELECT {columns}", deadline)
    return {name: int(rows[0][name]) for name in DATABASES} if rows else None
