"""One test bed, as tests and the command use it: up, the verbs that break and mend it, status, down."""

import json
import os
import shutil
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path

from . import agent_config, bringup, layout, network, processes, replication, state, writer
from .waiting import BedError, wait_until

UP_DEADLINE = 60.0


class Bed:
    """A bed in `directory`. `values` is the content of its bed.json when it was opened: ports, paths, passwords."""

    def __init__(self, directory):
        self.directory = Path(os.path.realpath(directory))
        self.values = state.load(self.directory)

    @classmethod
    def up(cls, directory=None, *, rate=None, owner=None, deadline=UP_DEADLINE, **wanted):
        """Makes a bed, or brings up what is missing of one, and returns it with replication running.

        directory: must be new, empty or a bed's; None is a new one below the temporary directory.
        rate: rows a second, 10 for a new bed. owner: a pid; the bed goes down when that process ends (in tests: os.getpid()).
        wanted, for a new bed only: netns, tunnel, connect_retry (seconds), source_options and replica_options
        (arguments of mariadbd), crl_path (also set CRLpath). What was made by a failed first `up` is removed.
        """
        if directory is None:
            directory = tempfile.mkdtemp(prefix="replwatch-bed-")
        directory = Path(os.path.realpath(directory))
        layout.check_directory(directory)
        watched = processes.Process.of(owner) if owner is not None else None
        if owner is not None and watched is None:
            raise BedError(f"owner {owner}: no such process")
        try:
            directory.mkdir(exist_ok=True)
            directory.chmod(0o755)
        except OSError as error:
            raise BedError(f"{directory}: {error.strerror}") from None
        ports = layout.Ports()
        try:
            with state.locked(directory):
                is_new = not state.state_file(directory).exists()
                try:
                    cls._up_locked(directory, ports, is_new, rate, watched, deadline, wanted)
                except BaseException:
                    if is_new and state.state_file(directory).exists():
                        cls._clear(directory)
                    raise
        finally:
            ports.close()
        return cls(directory)

    @staticmethod
    def _up_locked(directory, ports, is_new, rate, watched, deadline, wanted):
        if is_new:
            if set(os.listdir(directory)) - {"lock"}:
                raise BedError(f"{directory}: not empty, and not a bed")
            if wanted.get("netns"):
                network.require_root()
            state.save(directory, layout.describe(directory, ports, **wanted))
        values = state.load(directory)
        if not is_new and wanted.get("netns") and not values["namespaces"]:
            raise BedError(f"{directory}: the bed there has no network namespaces; take it down first")
        if watched:
            bringup.start_watchdog(values, watched)
        if rate is not None or not (directory / "rate").exists():
            writer.write_rate(directory, layout.DEFAULT_RATE if rate is None else rate)
        bringup.bring_up(values, deadline)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.down()

    def down(self):
        """Ends every process of the bed and removes its namespaces and its directory; harmless when it is down."""
        self.take_down(self.directory)

    @classmethod
    def take_down(cls, directory):
        """down() for a directory: also for a bed half made, half removed, or whose directory was deleted."""
        directory = Path(os.path.realpath(directory))
        if directory.exists():
            if not state.state_file(directory).exists() and set(os.listdir(directory)) - {"lock"}:
                raise BedError(f"{directory}: not a bed, so nothing in it is removed")
            try:
                with state.locked(directory):
                    cls._clear(directory)
                return
            except BedError:
                if directory.exists():
                    raise
        cls._clear(directory)

    @staticmethod
    def _clear(directory):
        processes.kill_marked(directory)
        namespaces = network.names(directory)
        if any(network.exists(name) for name in namespaces.values()):
            network.require_root()
            network.remove(namespaces)
        if not directory.exists():
            return
        # bed.json goes last: as long as anything is left, the next `down` knows the directory for a bed's.
        for entry in directory.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name not in ("lock", "bed.json"):
                entry.unlink()
        for name in ("bed.json", "lock"):
            (directory / name).unlink(missing_ok=True)
        directory.rmdir()

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
        network.cut(self._namespaces(), direction)

    def heal(self):
        """Undoes cut and slow."""
        network.heal(self._namespaces())

    def slow(self, rate=None, delay=None, loss=None):
        """Shapes the line in both directions, in tc's words: rate='16kbit', delay='200ms', loss='10%'."""
        network.slow(self._namespaces(), rate, delay, loss)

    def _namespaces(self):
        if not self.values["namespaces"]:
            raise BedError("this bed is on loopback: only a bed with namespaces (up --netns) has a line to cut")
        return self.values["namespaces"]

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

    def status(self):
        """The whole bed as one JSON-able dict; unknown is None."""
        values = state.load(self.directory)
        states = {part: self._process(part) for part in bringup.parts(values)}
        parts = {part: {"state": process.state() if process else "gone", "pid": process.pid if process else None}
                 for part, process in states.items()}
        link = replication.link_status(values)
        cut = network.cut_now(values["namespaces"]) if values["namespaces"] else None
        well = all(part["state"] == "running" for part in parts.values()) and cut in (None, "none")
        return {
            "directory": str(self.directory), "form": values["form"], "tunnel": values["tunnel"],
            "healthy": well and replication.is_running(link),
            "rate": writer.read_rate(self.directory), "parts": parts, "link": link,
            "rows": {side: self.rows(side) for side in ("source", "replica")},
            "cut": cut,
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
