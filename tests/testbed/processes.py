"""The bed's processes: started detached, known by pid and start time, found again by a mark in their environment.

A pid alone is never signalled: the start time is compared after a pidfd is held, so a reused pid is left alone.
The mark (REPLWATCH_TESTBED=<directory of the bed>) is inherited by every child, so nothing is lost when the command
is killed between starting a process and writing that down.
"""

import os
import signal
import subprocess
from dataclasses import dataclass

from .waiting import BedError, wait_until

MARK = "REPLWATCH_TESTBED"


@dataclass(frozen=True)
class Process:
    """One process; `start` is its start time in clock ticks since boot, as in /proc/PID/stat."""

    pid: int
    start: int

    @staticmethod
    def of(pid):
        """The living process with this pid, or None."""
        found = _stat(pid)
        return Process(pid, found[1]) if found and found[0] not in "ZX" else None

    def state(self):
        """'running', 'frozen' or 'gone'."""
        try:
            os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            pass
        found = _stat(self.pid)
        if not found or found[1] != self.start or found[0] in "ZX":
            return "gone"
        return "frozen" if found[0] in "Tt" else "running"

    def send(self, number):
        """Sends a signal; does nothing when the process is gone."""
        try:
            handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        try:
            if self.state() != "gone":
                signal.pidfd_send_signal(handle, number)
        except ProcessLookupError:
            pass
        finally:
            os.close(handle)


def _stat(pid):
    """(state letter, start time) of a pid, or None."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rsplit(b")", 1)[1].split()
        return fields[0].decode(), int(fields[19])
    except (OSError, IndexError):
        return None


def marked_environment(directory):
    return {**os.environ, MARK: str(directory), "LC_ALL": "C.UTF-8"}


def start(argv, directory, log, environment=None):
    """Starts a program in a session of its own, output appended to `log`; returns its Process."""
    with open(log, "ab") as output:
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/",
                                 env={**marked_environment(directory), **(environment or {})}, start_new_session=True)
    # The child outlives this command on purpose; Process.state() reaps it where it is still ours.
    child.returncode = 0
    found = _stat(child.pid)
    return Process(child.pid, found[1] if found else 0)


def run(argv, directory=None, log=None, deadline=60.0, text=None):
    """Runs a program to its end and returns its output; BedError when it fails or takes longer than `deadline`. It reads `text`.

    It is marked as the bed's where a directory is given: what may outlive a killed command, or be left half done.
    """
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=deadline, cwd="/",
                              input=text or "", start_new_session=True,
                              env=marked_environment(directory) if directory else None)
    except FileNotFoundError:
        raise BedError(f"{argv[0]}: not installed") from None
    except subprocess.TimeoutExpired:
        raise BedError(f"{argv[0]}: still running after {deadline:g} s") from None
    if log is not None and (done.stdout or done.stderr):
        with open(log, "a", encoding="utf-8") as file:
            file.write(done.stdout + done.stderr)
    if done.returncode != 0:
        raise BedError(f"{' '.join(argv)}: exit {done.returncode}\n{(done.stderr or done.stdout).strip()}")
    return done.stdout


def marked(directory):
    """Every living process, but for this one, that carries the mark of this bed and has the same root directory."""
    wanted = f"{MARK}={directory}".encode()
    root = os.stat("/")
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        process = Process.of(int(name))
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                mine = wanted in file.read().split(b"\0") and os.path.samestat(os.stat(f"/proc/{name}/root"), root)
        except OSError:
            continue
        if process and mine and process.state() != "gone":
            found.append(process)
    return found


def end(process, what, deadline=30.0, log=None):
    """Ends one process in an orderly way: SIGTERM (thawed first), and waits for it."""
    process.send(signal.SIGTERM)
    process.send(signal.SIGCONT)
    wait_until(lambda: process.state() == "gone", f"{what} (pid {process.pid}) has not ended", deadline, log)


def kill(process, what, deadline=30.0):
    process.send(signal.SIGKILL)
    wait_until(lambda: process.state() == "gone", f"{what} (pid {process.pid}) cannot be killed", deadline)


def kill_marked(directory, keep=(), deadline=30.0):
    """Kills every process of the bed except those in `keep`; looks again until none is left, for they may fork."""
    def none_left():
        strays = [process for process in marked(directory) if process not in keep]
        for process in strays:
            process.send(signal.SIGKILL)
        return not strays

    wait_until(none_left, f"processes of the bed {directory} cannot be killed", deadline)
