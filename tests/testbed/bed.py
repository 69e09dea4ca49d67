"""One test bed, as tests and the command use it: up, the verbs that break and mend it, status, down."""

import json
import os
import signal
import time
from contextlib import contextmanager
from pathlib import Path

from . import agent_config, bringup, lifetime, line, network, processes, replication, state, writer
from .waiting import BedError, wait_until

THIS_PROCESS = object()


class Bed:
    """A bed in `directory`. `values` is the content of its bed.json when it was opened: ports, paths, passwords."""

    def __init__(self, directory):
        self.directory = Path(os.path.realpath(directory))
        self.values = state.load(self.directory)

    @classmethod
    def up(cls, directory=None, *, rate=None, owner=THIS_PROCESS, deadline=lifetime.UP_DEADLINE, **wanted):
        """Makes a bed, or brings up what is missing of one, and returns it with replication running.

        directory: new, empty or a bed's; None is a new one below the temporary directory.
        rate: rows a second, 10 for a new bed. owner: the bed goes down when this pid ends; None: it stays until down().
        wanted, for a new bed only: netns, tunnel, connect_retry (seconds), source_options and replica_options
        (arguments of the servers), source_server and replica_server (names of flavor.py), crl_path (also set CRLpath). On a bed that exists it also thaws, heals and starts what was stopped.
        """
        return cls(lifetime.up(directory, rate, os.getpid() if owner is THIS_PROCESS else owner, deadline, wanted))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.down()

    def down(self):
        """Ends every process of the bed and removes its namespaces and its directory; harmless when it is down."""
        lifetime.take_down(self.directory)

    @contextmanager
    def _held(self):
        with state.locked(self.directory):
            self.values = state.load(self.directory)
            yield self.values

    def _process(self, part):
        values = state.load(self.directory)
        if part not in bringup.parts(values) and part not in values["processes"]:
            raise BedError(f"{part}: not a part of this bed ({', '.join(bringup.parts(values))})")
        return state.recorded(values, part)

    def _running(self, part):
        process = self._process(part)
        if process is None or process.state() == "gone":
            raise BedError(f"{part}: not running")
        return process

    def pid(self, part):
        """The pid of a part that runs (or is frozen); BedError otherwise."""
        return self._running(part).pid

    def start(self, part):
        self._process(part)
        with self._held() as values:
            bringup.start(values, part)

    def launch(self, name, argv, side="replica", environment=None):
        """Starts a program of the test's own (an agent) on a host; output to D/NAME.log; `name` is then a part like others.

        It is the bed's: it goes down with it.
        """
        with self._held() as values:
            if bringup.is_up(values, name):
                raise BedError(f"{name}: runs already")
            process = processes.start(self.on_host(side, [str(word) for word in argv]), self.directory, self.log(name),
                                      environment)
            bringup.record(values, name, process)
        return process

    def stop(self, part, deadline=60.0):
        """Ends a part as an administrator would (SIGTERM)."""
        process = self._process(part)
        if process:
            processes.end(process, part, deadline, self.log(part))

    def kill(self, part):
        process = self._process(part)
        if process:
            processes.kill(process, part)

    def freeze(self, part):
        process = self._running(part)
        process.send(signal.SIGSTOP)
        wait_until(lambda: process.state() != "running", f"{part} does not freeze", 10)

    def thaw(self, part):
        bringup.thaw(self._running(part))

    def rate(self, rows_a_second):
        writer.write_rate(self.directory, rows_a_second)

    def cut(self, direction="both"):
        """Drops silently what the router gets: 'both', 'to-replica' or 'to-source'. Needs the namespaces."""
        with self._line() as values:
            if direction != "both" and line.is_detoured(values):
                raise BedError("without netem in the kernel, a cut of one direction does not go with delay and loss")
            network.cut(values["namespaces"], direction)

    def heal(self):
        """Undoes cut and slow."""
        with self._line() as values:
            bringup.heal(values)

    def slow(self, rate=None, delay=None, loss=None):
        """Shapes the line in both directions, in tc's words: rate='16kbit', delay='200ms', loss='10%'; nothing: as good as new."""
        with self._line() as values:
            values["shape"] = {"rate": rate, "delay": delay, "loss": loss} if rate or delay or loss else None
            state.save(self.directory, values)
            process = line.shape(values, bringup.PROGRAM, rate, delay, loss)
            if process:
                bringup.record(values, line.DEVICE, process)

    @contextmanager
    def _line(self):
        with self._held() as values:
            if not values["namespaces"]:
                raise BedError("this bed is on loopback: only a bed with namespaces (up --netns) has a line to cut")
            yield values

    def on_host(self, side, argv):
        """The command line that runs argv on a host of the bed ('source', 'replica', 'router'); argv itself on loopback."""
        return network.prefix(self.values["namespaces"], side) + list(argv)

    def sql(self, side, text, database="", deadline=10.0, user="root"):
        """Runs SQL on 'source' or 'replica' over its socket; rows of the last statement as dicts of column to text."""
        return replication.query(self.values, side, text, database, deadline, user)

    def log(self, part):
        """The log file of a part."""
        return Path(self.values[part]["log"]) if part in self.values else self.directory / f"{part}.log"

    def link_status(self):
        """What the replica says, by short names (io, sql, seconds_behind, ...); None when it does not answer."""
        return replication.link_status(self.values)

    def rows(self, side, deadline=2.0):
        """{"DB_1": n, "DB_2": n}, or None when the server does not answer."""
        return replication.row_counts(self.values, side, deadline)

    def wait_running(self, deadline=60.0):
        """Waits until both threads of the replica say Yes."""
        replication.wait_running(self.values, deadline)

    def wait_caught_up(self, deadline=60.0):
        """Waits until every row that is on the source now is on the replica."""
        wanted = self.rows("source", deadline)
        if wanted is None:
            raise BedError("the source does not answer")

        def arrived():
            got = self.rows("replica")
            return got is not None and all(got[name] >= wanted[name] for name in wanted)

        wait_until(arrived, f"the rows of the source ({wanted}) are not on the replica", deadline, self.log("replica"))

    def wait_still(self, side, seconds=0.5, deadline=60.0):
        """Waits until no row has come in on this side for so many seconds."""
        seen = {"rows": None, "since": time.monotonic()}

        def is_still():
            rows = self.rows(side)
            if rows is None or rows != seen["rows"]:
                seen.update(rows=rows, since=time.monotonic())
            return time.monotonic() - seen["since"] >= seconds

        wait_until(is_still, f"rows still come in on the {side}", deadline, self.log(side), step=0.05)

    def status(self):
        """The whole bed as one JSON-able dict; unknown is None."""
        values = state.load(self.directory)
        states = {part: self._process(part) for part in bringup.parts(values)}
        parts = {part: {"state": process.state() if process else "gone", "pid": process.pid if process else None}
                 for part, process in states.items()}
        link = replication.link_status(values)
        cut = network.cut_now(values["namespaces"]) if values["namespaces"] else None
        well = all(part["state"] == "running" for part in parts.values()) and cut in (None, "none") \
            and not values["shape"]
        return {
            "directory": str(self.directory), "form": values["form"], "tunnel": values["tunnel"],
            "healthy": well and replication.is_running(link),
            "rate": writer.read_rate(self.directory), "parts": parts, "link": link,
            "rows": {"source": self.rows("source"), "replica": None if link is None else self.rows("replica")},
            "cut": cut, "slow": values["shape"],
            "ports": {"source": values["source"]["port"], "replica": values["replica"]["port"],
                      "source_from_replica": values["upstream"]["port"]},
            "option_files": [values[side]["option_file"] for side in ("source", "replica")],
        }

    def write_config(self, http_port=None, **changes):
        """Writes D/replwatch.json for an agent on the replica's host and returns its path; see agent_config."""
        path = self.directory / "replwatch.json"
        content = agent_config.configuration(self.values, http_port, **changes)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        return path
