"""The writer: inserts rows into the source at the rate in D/rate, by turns into DB_1 and DB_2.

It selects the database first, or binlog-do-db would drop the row. Each row carries the wall time it was written at;
D/writes.tsv has one line per acknowledged row: database, wall time, CLOCK_BOOTTIME just before sending and just
after the answer (seconds). It reconnects for ever; an answer later than 5 s counts as a lost connection.
"""

import time
from pathlib import Path

from . import state
from .database import DATABASES
from .wire import Connection, SqlError, WireError

LOOK_SECONDS = 0.05
ANSWER_SECONDS = 5.0
PAUSE_AFTER_FAILURE = 0.2


def write_rate(directory, rate):
    new = Path(directory) / "rate.new"
    new.write_text(f"{rate:g}\n", encoding="ascii")
    new.replace(Path(directory) / "rate")


def read_rate(directory):
    return float((Path(directory) / "rate").read_text(encoding="ascii"))


def _boottime():
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Writer:
    def __init__(self, directory):
        self.directory = directory
        self.values = state.load(directory)
        self.journal = open(Path(directory) / "writes.tsv", "a", encoding="ascii", buffering=1)
        self.connection = None
        self.turn = 0

    def insert(self):
        database = DATABASES[self.turn % len(DATABASES)]
        if self.connection is None:
            self.connection = Connection(self.values["source"]["socket"], "lfc", self.values["passwords"]["lfc"],
                                         deadline=ANSWER_SECONDS)
        sent, stamp = _boottime(), time.time()
        self.connection.query(f"USE {database}; INSERT INTO entry (written_at, text) VALUES ({stamp:.6f}, 'writer')",
                              ANSWER_SECONDS)
        self.journal.write(f"{database}\t{stamp:.6f}\t{sent:.6f}\t{_boottime():.6f}\n")
        self.turn += 1

    def lose_connection(self, error):
        print(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {error}", flush=True)
        if self.connection is not None:
            self.connection.close()
        self.connection = None
        time.sleep(PAUSE_AFTER_FAILURE)


def main(directory):
    """Runs until it is killed or the bed's directory is gone."""
    writer = Writer(directory)
    due = time.monotonic()
    while True:
        try:
            rate = read_rate(directory)
        except OSError:
            return 0
        now = time.monotonic()
        # Rows that could not be written in time are not made up for: a burst after an outage is not the chosen rate.
        due = max(due, now - 1.0)
        if rate <= 0:
            due = now
            time.sleep(LOOK_SECONDS)
        elif due > now:
            time.sleep(min(due - now, LOOK_SECONDS))
        else:
            due += 1.0 / rate
            try:
                writer.insert()
            except (WireError, SqlError) as error:
                writer.lose_connection(error)
