"""One bed with its agent and observers, in the words of the scenarios; runs a scenario and judges what was seen."""

import math
import time

from testbed import BedError, SqlError, WireError, wait_until
from testbed.wire import Connection

from . import observers
from .judge import judge
from .truth import Truth

RATE = 20
CALM_SECONDS = 2.5
MARIADB = {"reset": "RESET MASTER", "position": "SHOW MASTER STATUS", "change": "CHANGE MASTER TO MASTER_",
           "workers": "slave_parallel_threads", "forget": "RESET SLAVE"}
MYSQL = {"reset": "RESET BINARY LOGS AND GTIDS", "position": "SHOW BINARY LOG STATUS",
         "change": "CHANGE REPLICATION SOURCE TO SOURCE_", "workers": "replica_parallel_workers",
         "forget": "RESET BINARY LOGS AND GTIDS; RESET REPLICA"}


class World:
    def __init__(self, bed, agent, seconds, interval):
        self.bed, self.agent, self.seconds, self.interval = bed, agent, seconds, interval
        self.writers, self.downs = [], []
        version = bed.sql("source", "SELECT @@version AS version")[0]["version"]
        self.version, self.words = version, MARIADB if "MariaDB" in version else MYSQL

    def connection(self, side):
        values = self.bed.values
        return Connection(values[side]["socket"], "root", values["passwords"]["root"], "DB_1", 60.0)

    def source(self, text):
        return self.bed.sql("source", text, "DB_1", 60.0)

    def replica(self, text):
        return self.bed.sql("replica", text, "DB_1", 60.0)

    def rate(self, rows_a_second=RATE):
        for writer in self.writers:
            writer.rate = rows_a_second / len(self.writers)

    def stop_source(self):
        self.downs.append((observers.now(), math.inf))
        self.bed.stop("source")

    def start_source(self):
        # Rows may be written before start() returns, so the time that is down ends with its beginning.
        self.downs[-1] = (self.downs[-1][0], observers.now())
        self.bed.start("source")

    def delay(self, seconds):
        self.replica(f"STOP REPLICA; {self.words['change']}DELAY={seconds}; START REPLICA")

    def workers(self, count):
        self.replica(f"STOP REPLICA SQL_THREAD; SET GLOBAL {self.words['workers']}={count}; START REPLICA SQL_THREAD")

    def clone(self):
        """Gives the replica the rows it lacks and points it to where the source's log ends; nobody writes meanwhile."""
        self.replica("STOP REPLICA")
        rows = self.source("SELECT writer, number FROM truth")
        position = self.source(self.words["position"])[0]
        self.replica(self.words["forget"])
        for at in range(0, len(rows), 1000):
            values = ",".join(f"({row['writer']}, {row['number']}, 'copied')" for row in rows[at:at + 1000])
            self.replica(f"SET sql_log_bin=0; REPLACE INTO truth VALUES {values}")
        change, name = self.words["change"], self.words["change"].split()[-1]
        self.replica(f"{change}LOG_FILE='{position['File']}', {name}LOG_POS={position['Position']}; START REPLICA")

    def settle(self, truth):
        """Until every row is there and the agent says that the data is fresh."""
        wait_until(lambda: truth.all_there(observers.now() - 0.5), "rows are still missing", 120,
                   self.bed.log("replica"), step=0.1)
        self.agent.wait(lambda link: link["staleness_seconds"] is not None
                        and link["staleness_seconds"] < 3 * self.interval + 1, "the data does not become fresh", 90)

    def run(self, scenario):
        """Plays a scenario between two moments of calm; returns its Judgement."""
        self.source(observers.TABLE + "; TRUNCATE TABLE truth")
        self.bed.wait_running()
        wait_until(self._is_empty, "the truncated table has not arrived", 60, step=0.1)
        truth, self.downs = Truth(), []
        self.writers = [observers.Writer(self.bed, truth, number + 1, RATE / scenario.writers)
                        for number in range(scenario.writers)]
        asker = observers.Asker(self.bed, self.agent)
        watching = [*self.writers, observers.Reader(self.bed, truth)]
        for each in watching:
            each.start()
        try:
            time.sleep(1)
            self.settle(truth)
            asker.start()
            time.sleep(CALM_SECONDS)
            scenario.play(self)
            self.settle(truth)
            time.sleep(CALM_SECONDS)
        finally:
            if asker.ident:
                asker.stop()
            for each in watching:
                each.stop()
        return judge(scenario.name, truth, list(asker.answers), self.interval, self.downs)

    def _is_empty(self):
        try:
            return self.replica("SELECT COUNT(*) AS rows_there FROM truth")[0]["rows_there"] == "0"
        except (BedError, WireError, SqlError):
            return False
