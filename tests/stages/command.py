"""Runs the commands of one stage: all they print goes to the stage's log, and none outlives the stage's budget."""

from __future__ import annotations

import os
import pathlib
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
        self._lock = threading.Lock()
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

    def output(self, *command, env: dict | None = None) -> tuple[int, str]:
        """Runs one command; returns its exit code and what it printed, which goes to the log in one piece (not at all
        when it is good and silent)."""
        words = [str(word) for word in command]
        piece = self.log.with_name(f"{self.log.name}.{threading.get_ident()}")
        try:
            with piece.open("wb") as out:
                code = self._wait(words, out, env)
            text = piece.read_text(encoding="utf-8", errors="replace")
        finally:
            piece.unlink(missing_ok=True)
        if code != 0 or text:
            self.write(f"\n$ {shlex.join(words)}\n{text}")
        return code, text

    def end_all(self) -> None:
        for process in list(self._running):
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
            while True:
                left = self._end - time.monotonic()
                if left <= 0:
                    raise OutOfTime(shlex.join(words))
                try:
                    return process.wait(min(left, 60))
                except subprocess.TimeoutExpired:
                    minutes = (time.monotonic() - started) / 60
                    if self._end > time.monotonic():
                        self._say(f"   ... {pathlib.Path(words[0]).name}: {minutes:.0f} min so far")
        finally:
            _end(process)
            self._running.discard(process)


def _end(process: subprocess.Popen) -> None:
    """Ends a command and its process group: asked first, so that a test bed can clean up after itself."""
    if process.poll() is not None:
        return
    for number, patience in ((signal.SIGINT, 10), (signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        try:
            os.killpg(process.pid, number)
            process.wait(patience)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
