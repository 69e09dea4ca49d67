"""Waits that end: every one has a deadline in seconds and names the log to read when it is missed."""

import time
from pathlib import Path

TAIL_LINES = 12


class BedError(Exception):
    """What went wrong with the bed, for people; the last lines of the log to read are part of it."""


def tail(log):
    """The last lines of a log, ready to stand below an error message; empty without a log."""
    if log is None:
        return ""
    try:
        lines = Path(log).read_text(errors="replace").splitlines()[-TAIL_LINES:]
    except OSError as error:
        return f"\nlog {log}: {error.strerror}"
    return f"\nlog {log}, last lines:\n" + "\n".join("  " + line for line in lines)


def wait_until(check, what, deadline=30.0, log=None, step=0.02):
    """Calls check() until it returns something true, and returns that; BedError after `deadline` seconds."""
    end = time.monotonic() + deadline
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() >= end:
            raise BedError(f"{what}: not within {deadline:g} s{tail(log)}")
        time.sleep(step)
