"""Replication of the bed: CHANGE MASTER with file and position, what the replica says of it, what it is worth."""

from .database import DATABASES
from .waiting import BedError, wait_until
from .wire import Connection, SqlError, WireError

SHOWN = {"io": "Slave_IO_Running", "sql": "Slave_SQL_Running", "io_state": "Slave_IO_State",
         "seconds_behind": "Seconds_Behind_Master", "last_io_errno": "Last_IO_Errno", "last_io_error": "Last_IO_Error",
         "last_sql_errno": "Last_SQL_Errno", "last_sql_error": "Last_SQL_Error",
         "read": "Read_Master_Log_Pos", "executed": "Exec_Master_Log_Pos", "file": "Relay_Master_Log_File"}


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
    rows = try_query(values, "replica", "SHOW ALL SLAVES STATUS", deadline)
    if not rows:
        return rows if rows is None else {}
    return {short: rows[0].get(column) for short, column in SHOWN.items()}


def ensure(values):
    """Makes the replica follow the source's present position, if it follows nothing, and starts what is stopped."""
    status = link_status(values, 30.0)
    if status is None:
        raise BedError("the replica does not answer")
    if not status:
        position = query(values, "source", "SHOW MASTER STATUS", deadline=30.0)[0]
        query(values, "replica", (
            f"CHANGE MASTER TO MASTER_HOST='{values['upstream']['host']}', MASTER_PORT={values['upstream']['port']},"
            f" MASTER_USER='db_rep', MASTER_PASSWORD='{values['passwords']['db_rep']}',"
            f" MASTER_LOG_FILE='{position['File']}', MASTER_LOG_POS={position['Position']},"
            f" MASTER_CONNECT_RETRY={values['connect_retry']}"), deadline=30.0)
    if not is_running(status):
        query(values, "replica", "START SLAVE", deadline=30.0)


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
    row = query(values, "source", "SHOW MASTER STATUS", deadline=30.0)[0]
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
