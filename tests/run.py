#!/usr/bin/python3
"""Builds and tests replwatch, stage by stage; started by tests/run."""

from __future__ import annotations

import argparse
import subprocess
import atexit
import csv
import fcntl
import os
import pathlib
import signal
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "tests"))

# pylint: disable=wrong-import-position
from stages import packages  # noqa: E402
from stages.all_stages import STAGES, Stage, chosen  # noqa: E402
from stages.checkout import BuildFailed, Checkout  # noqa: E402
from stages.command import Commands, OutOfTime  # noqa: E402
from stages.outcome import Outcome  # noqa: E402

TEACH = """
examples:
  sudo tests/run                  everything: what CI runs
  sudo tests/run --install-only   only the Debian packages that building and testing need
  tests/run quick                 what to run before each commit
  tests/run release golden        two stages; a build that a stage rests on is made by itself
  tests/run --list                the stages, their labels and budgets

Each stage writes all it does to build/log/STAGE.log; on failure its end is shown. A failing stage does not stop the
next one. The costs stand in build/log/stages.csv. The last line is 'N passed, N failed, N skipped'; the exit code is
0 only if nothing failed, 2 if it could not begin. Network namespaces and packages need root; the rest does not.
"""


def say(text: str) -> None:
    print(text, flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/run", description=__doc__, epilog=TEACH,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stages", nargs="*", metavar="NAME", help="stage or label; none: all stages")
    parser.add_argument("--list", action="store_true", help="list the stages and end")
    parser.add_argument("--install-only", action="store_true", help="install missing packages and end")
    parser.add_argument("--no-install", action="store_true", help="do not look for missing packages")
    parser.add_argument("--slow", type=float, default=1, metavar="N", help="N times the budgets, for a slow machine")
    parser.add_argument("--tail", type=int, default=60, metavar="N", help="lines of log shown on failure (60)")
    return parser.parse_args()


def list_stages() -> None:
    for stage in STAGES:
        labels = ", ".join(stage.labels) + ("" if stage.by_default else "; only when named")
        say(f"{stage.name:13} {stage.budget:3.0f} min  {stage.proves} ({labels})")


def run_stage(stage: Stage, checkout: Checkout, slow: float, tail: int) -> tuple[Outcome, float]:
    say(f"== {stage.name}: {stage.proves} (at most {stage.budget * slow:.0f} min)")
    commands = Commands(checkout.logs / f"{stage.name}.log", checkout.top, stage.budget * slow * 60, say)
    started = time.monotonic()
    try:
        outcome = stage.run(checkout, commands)
    except BuildFailed as reason:
        outcome = Outcome(failed=[str(reason)])
    except OutOfTime as command:
        outcome = Outcome(failed=[f"over its budget of {stage.budget * slow:.0f} min, in: {command}"])
    finally:
        commands.end_all()
    seconds = time.monotonic() - started
    if outcome.passed + len(outcome.failed) + len(outcome.skipped) == 0:
        outcome.failed.append("looked at nothing")
    for name, why in outcome.skipped:
        say(f"   skipped: {name}: {why}")
    if outcome.failed:
        say(f"   the end of {commands.log.relative_to(checkout.top)}:")
        for line in commands.log.read_text(encoding="utf-8", errors="replace").splitlines()[-tail:]:
            say(f"   | {line}")
        for name in outcome.failed:
            say(f"   FAILED: {name}")
    say(f"   {stage.name}: {outcome.counts()} in {seconds:.0f} s")
    return outcome, seconds


def write_costs(checkout: Checkout, rows: list[tuple[Stage, Outcome, float]]) -> None:
    say(f"\n{'stage':13} {'seconds':>7} {'budget':>7} {'passed':>7} {'failed':>7} {'skipped':>7}")
    with (checkout.logs / "stages.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["stage", "seconds", "budget_seconds", "passed", "failed", "skipped"])
        for stage, outcome, seconds in rows:
            numbers = [round(seconds), round(stage.budget * 60), outcome.passed, len(outcome.failed),
                       len(outcome.skipped)]
            table.writerow([stage.name, *numbers])
            say(f"{stage.name:13} " + " ".join(f"{number:7}" for number in numbers))


def give_back(build: pathlib.Path) -> None:
    """Under sudo, what this run has made below build/ is its caller's: who installs as root builds as himself."""
    owner, group = os.environ.get("SUDO_UID", ""), os.environ.get("SUDO_GID", "")
    if os.geteuid() == 0 and owner.isdigit() and group.isdigit() and build.is_dir():
        subprocess.run(["chown", "-R", f"{owner}:{group}", build], check=False)


def main() -> int:
    options = arguments()
    if options.list:
        list_stages()
        return 0
    try:
        stages = chosen(options.stages)
    except KeyError as word:
        print(f"tests/run: no stage or label {word}: tests/run --list names them", file=sys.stderr)
        return 2
    checkout = Checkout(TOP)
    atexit.register(give_back, checkout.build)
    try:
        checkout.logs.mkdir(parents=True, exist_ok=True)
        lock = (checkout.build / "run.lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("tests/run: another one is at work in this checkout: wait for it", file=sys.stderr)
        return 2
    except OSError as error:  # of root, from a run with sudo before
        print(f"tests/run: cannot write below {checkout.build}: {error.strerror}", file=sys.stderr)
        return 2
    if not options.no_install:
        try:
            packages.install(TOP / "tests/packages.txt", checkout.logs / "install.log", say)
        except (packages.CannotInstall, OSError) as error:
            print(f"tests/run: {error}", file=sys.stderr)
            return 2
    if options.install_only:
        say("all packages are there")
        return 0
    os.environ.update({"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"})
    rows, total = [], Outcome()
    for stage in stages:
        outcome, seconds = run_stage(stage, checkout, options.slow, options.tail)
        rows.append((stage, outcome, seconds))
        total.add(outcome)
    write_costs(checkout, rows)
    say(total.counts())
    return 1 if total.failed else 0


if __name__ == "__main__":
    # Where the caller ignores SIGINT, whatever is started would too, and could not be asked to end.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("tests/run: interrupted", file=sys.stderr)
        sys.exit(130)
