"""Runs the commands of one stage: all they print goes to the stage's log, and none outlives the stage's budget."""

from __future__ import annotations

import os
import pathlib
import select
import shlex
import signal
import subprocess
import threading
import time


class OutOfTime(Exception):
    """The stage's budget is spent."""


class Commands:
    def __init__(self, log: pathlib.Path, top: pathlib.Path, budget_seconds: float, say=print):
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log, self.top, self._say = log, top, say
        self._end = time.monotonic() + budget_seconds
        self._lock, self._ending = threading.Lock(), threading.Lock()
        self._running: set[subprocess.Popen] = set()
        log.write_bytes(b"")

    def write(self, text: str) -> None:
        with self._lock, self.log.open("a", encoding="utf-8", errors="replace") as log:
            log.write(text if text.endswith("\n") else text + "\n")

    def run(self, *command, env: dict | None = None) -> int:
        """Runs one command with its output appended to the log; returns its exit code (-N: signal N)."""
        words = [str(word) for word in command]
        self.write(f"\n$ {shlex.join(words)}")
        with self.log.open("ab") as log:
            return self._wait(words, log, env)

    def output(self, *command, env: dict | None = None, log_good: bool = False) -> tuple[int, str]:
        """Runs one command; returns its exit code and what it printed, which goes to the log in one piece if the
        command has failed."""
        words = [str(word) for word in command]
        piece = self.log.with_name(f"{self.log.name}.{threading.get_ident()}")
        try:
            with piece.open("wb") as out:
                code = self._wait(words, out, env)
            text = piece.read_text(encoding="utf-8", errors="replace")
        finally:
            piece.unlink(missing_ok=True)
        if code != 0 or log_good:
            self.write(f"\n$ {shlex.join(words)}\n{text}")
        return code, text

    def end_all(self) -> None:
        for process in list(self._running):
            with self._ending:
                _end(process)

    def _wait(self, words: list[str], out, env: dict | None) -> int:
        try:
            process = subprocess.Popen(words, cwd=self.top, stdin=subprocess.DEVNULL, stdout=out,
                                       stderr=subprocess.STDOUT, start_new_session=True,
                                       env={**os.environ, **(env or {})})
        except OSError as error:
            out.write(f"{words[0]}: {error.strerror}\n".encode())
            return 127
        self._running.add(process)
        started = time.monotonic()
        try:
            while not _has_ended(process, min(60, self._end - time.monotonic())):
                if time.monotonic() >= self._end:
                    raise OutOfTime(shlex.join(words))
                minutes = (time.monotonic() - started) / 60
                self._say(f"   ... {pathlib.Path(words[0]).name}: {minutes:.0f} min so far")
        finally:
            with self._ending:
                _end(process)
            self._running.discard(process)
        return process.returncode


def _has_ended(process: subprocess.Popen, patience: float) -> bool:
    """Waits for the command to end, and does not reap it: until then its process group's number is nobody else's."""
    descriptor = os.pidfd_open(process.pid)
    try:
        return bool(select.select([descriptor], [], [], max(patience, 0))[0])
    finally:
        os.close(descriptor)


def _end(process: subprocess.Popen) -> None:
    """Ends a command and all of its process group: asked first, so that a test bed can clean up after itself."""
    if process.returncode is not None:
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        if not _has_ended(process, 0):
            os.killpg(process.pid, number)
            _has_ended(process, 10)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
