"""The threads that make and watch the truth while a scenario runs, and the one that asks the agent."""

import ctypes
import http.client
import json
import os
import threading
import time
from collections import deque

from testbed import SqlError, WireError
from testbed.wire import Connection

from .judge import Answer

LOOK_SECONDS = 0.01
ASK_SECONDS = 0.05
CLONE_NEWNET = 0x40000000
TABLE = ("CREATE TABLE IF NOT EXISTS DB_1.truth (writer INT NOT NULL, number BIGINT NOT NULL, text VARCHAR(2000) NOT NULL,"
         " PRIMARY KEY (writer, number)) ENGINE=InnoDB")


def now():
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Beat(threading.Thread):
    """Does its work again and again until stop(); what fails is tried anew after a moment."""

    def __init__(self, pause=0.0):
        super().__init__(daemon=True)
        self.pause, self.ended, self.connection = pause, threading.Event(), None

    def run(self):
        while not self.ended.is_set():
            try:
                self.work()
            except (WireError, SqlError, OSError, ValueError, http.client.HTTPException):
                self.drop()
                self.ended.wait(0.1)
            self.ended.wait(self.pause)
        self.drop()

    def work(self):
        raise NotImplementedError

    def drop(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def connect(self, bed, side, deadline=5.0):
        if self.connection is None:
            values = bed.values
            self.connection = Connection(values[side]["socket"], "root", values["passwords"]["root"], "DB_1", deadline)
        return self.connection

    def stop(self):
        self.ended.set()
        self.join(30)


class Writer(Beat):
    """Writes rows of its own series, `rate` a second; 0 is a rest."""

    def __init__(self, bed, truth, number, rate):
        super().__init__()
        self.bed, self.truth, self.number, self.rate, self.size = bed, truth, number, rate, 100
        self.doubtful = None

    def work(self):
        if self.rate <= 0:
            self.ended.wait(0.02)
            return
        began = time.monotonic()
        self.write()
        self.ended.wait(max(0.0, 1 / self.rate - (time.monotonic() - began)))

    def write(self):
        connection = self.connect(self.bed, "source", 30.0)
        if self.doubtful is not None:
            self.resolve(connection)
        row = self.truth.send(self.number, now())
        self.doubtful = row
        # A replica that crashed may be given a statement twice; that must not stop it.
        text = "x" * self.size  # written out: what the log holds is as long, whatever its format
        connection.query(f"REPLACE INTO DB_1.truth VALUES ({self.number}, {row}, '{text}')", 30.0)
        self.truth.acknowledge(self.number, row, now())
        self.doubtful = None

    def resolve(self, connection):
        """A row whose acknowledgement was lost is written again: then it is committed for certain, if not for the first time."""
        connection.query(f"REPLACE INTO DB_1.truth VALUES ({self.number}, {self.doubtful}, 'again')", 30.0)
        self.truth.acknowledge(self.number, self.doubtful, now())
        self.doubtful = None


class Reader(Beat):
    """Looks which rows are on the replica."""

    def __init__(self, bed, truth):
        super().__init__(LOOK_SECONDS)
        self.bed, self.truth = bed, truth

    def work(self):
        connection = self.connect(self.bed, "replica", 2.0)
        asked = now()
        rows = connection.query("SELECT writer, MAX(number) AS newest FROM DB_1.truth GROUP BY writer", 2.0)
        self.truth.look(asked, now(), {int(row["writer"]): int(row["newest"]) for row in rows})


class Asker(Beat):
    """Asks the agent, from the network namespace of the replica's host where the bed has namespaces."""

    def __init__(self, bed, agent):
        super().__init__(ASK_SECONDS)
        self.bed, self.agent, self.answers, self.silent = bed, agent, deque(), 0

    def run(self):
        if self.bed.values["namespaces"]:
            place = os.open(f"/run/netns/{self.bed.values['namespaces']['replica']}", os.O_RDONLY)
            if ctypes.CDLL(None, use_errno=True).setns(place, CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
            os.close(place)
        super().run()

    def work(self):
        connection = http.client.HTTPConnection(self.agent.address, timeout=5)
        try:
            begin = now()
            connection.request("GET", "/api/v1/status")
            reply = connection.getresponse()
            body = reply.read()
            end = now()
        except OSError:
            self.silent += 1
            raise
        finally:
            connection.close()
        if reply.status == 200:
            self.answers.append(parse_answer(json.loads(body), begin, end))


def parse_answer(status, begin, end):
    """An Answer from /api/v1/status with one link."""
    link = status["links"][0]
    probes = {probe["probe"]: probe for probe in status["probes"]
              if probe["name"] == {"source": "server1", "replica": "server2"}.get(probe["probe"])}
    channel = link["channel_status"] or {}
    source, replica = probes.get("source", {}), probes.get("replica", {})
    return Answer(begin, end, link["staleness_seconds"], link["lag_seconds"], link["exposure_seconds"],
                  channel.get("reported_lag_seconds"), channel.get("age_seconds"), replica.get("duration_seconds"),
                  source.get("age_seconds"), source.get("duration_seconds"), link["cause"])
