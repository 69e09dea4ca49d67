"""The part of the demo that plays: a pair, an agent, three faults and their verdicts. Started by agent/demo."""

import contextlib
import os
import pathlib
import select
import shlex
import signal
import subprocess
import sys
import termios
import time
import tty
from dataclasses import dataclass, field

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests"))

# pylint: disable=wrong-import-position
from testbed import Agent, Bed, BedError, SqlError, WireError, take_down  # noqa: E402

ROWS_A_SECOND = 20
VERDICT_SECONDS = 30  # a slow machine is no wrong verdict; how long it took is told
BACK_SECONDS = 60
HOLD_SECONDS = 3  # a right verdict must stay
LOOK_SECONDS = 5  # time to look, where no key is waited for


@dataclass(frozen=True)
class Fault:
    name: str
    cause: str
    make: str  # as somebody would do it by hand, and as `do` does it
    do: object
    undo: object


FAULTS = (
    Fault("stop the SQL thread", "sql_thread_stopped", "STOP SLAVE SQL_THREAD on the replica",
          lambda bed: bed.sql("replica", "STOP SLAVE SQL_THREAD"),
          lambda bed: bed.sql("replica", "START SLAVE SQL_THREAD")),
    Fault("stop the client stunnel", "tunnel_client_down", "SIGTERM to the stunnel at the replica",
          lambda bed: bed.stop("stunnel-client"),
          lambda bed: bed.start("stunnel-client")),
    Fault("freeze the server stunnel", "tunnel_stalled", "SIGSTOP to the stunnel at the source",
          lambda bed: bed.freeze("stunnel-server"),
          lambda bed: bed.thaw("stunnel-server")),
)


@dataclass
class Outcome:
    fault: Fault
    verdict: str = "none"
    seconds: float = float("nan")
    back: float = float("nan")
    replica_says: str = ""
    wrong: list = field(default_factory=list)


class Screen:
    """Says things; on a terminal it also shows `replwatch status`, drawn anew each second, below a headline."""

    def __init__(self, agent, live, keys):
        self.agent, self.live, self.keys = agent, live, keys
        self.drawn = 0.0

    def say(self, text=""):
        print(text, flush=True)

    def draw(self, headline):
        if not self.live or time.monotonic() - self.drawn < 1:
            return
        self.drawn = time.monotonic()
        self.say(f"\x1b[H\x1b[2J{headline}\n")
        subprocess.run([self.agent.program, "status", "--agent", self.agent.address], check=False, timeout=10)

    def wait_for_key(self, headline):
        """Until a key is pressed, or for a while where none is waited for; nothing without a terminal."""
        end = time.monotonic() + LOOK_SECONDS
        while self.live and (self.keys or time.monotonic() < end):
            self.draw(headline)
            if self.keys and select.select([sys.stdin], [], [], 0.2)[0]:
                if not os.read(sys.stdin.fileno(), 64):
                    raise SystemExit(129)  # the terminal is gone
                return
            if not self.keys:
                time.sleep(0.2)


def replica_words(link):
    status = link["channel_status"]
    lag = status["reported_lag_seconds"]
    yes = {"running": "Yes", "connecting": "Connecting"}.get(status["io_state"], "No")
    return f"IO {yes}, SQL {'Yes' if status['sql_running'] else 'No'}, {'NULL' if lag is None else f'{lag:g}'} s behind"


def play(fault, bed, agent, screen):
    """Makes the fault, waits for its verdict, undoes it, waits until all is well again."""
    outcome, began = Outcome(fault), time.monotonic()
    headline = f"{fault.name} ({fault.make}): which verdict?"
    fault.do(bed)
    try:
        change = agent.wait_cause(fault.cause, VERDICT_SECONDS, each=lambda _: screen.draw(headline))
        outcome.seconds, outcome.verdict = time.monotonic() - began, fault.cause
        outcome.replica_says = replica_words(change.link)
        outcome.wrong = [f"{cause} came first" for cause in change.causes if cause not in ("ok", fault.cause)]
        held = time.monotonic()
        headline = (f"{fault.name}: {fault.cause} after {outcome.seconds:.1f} s;"
                    f" the replica itself says: {outcome.replica_says}")
        change = agent.wait(lambda _: time.monotonic() - held > HOLD_SECONDS, "no look", VERDICT_SECONDS,
                            each=lambda _: screen.draw(headline))
        outcome.wrong += [f"{cause} came after it" for cause in change.causes if cause != fault.cause]
        screen.wait_for_key(f"{headline}\n{screen.keys and 'Press a key to undo the fault.' or ''}")
    except BedError as error:
        outcome.verdict = agent.link()["cause"]
        outcome.wrong.append(str(error))
    finally:
        fault.undo(bed)
    began = time.monotonic()
    try:
        agent.wait_well(BACK_SECONDS, each=lambda _: screen.draw(f"{fault.name}: undone. When is all well again?"))
        outcome.back = time.monotonic() - began
        bed.wait_running(BACK_SECONDS)
    except BedError as error:
        outcome.wrong.append(str(error))
    return outcome


def where_to_look(bed, agent, build):
    replica, upstream = bed.values["replica"], bed.values["upstream"]
    sudo = "sudo " if os.getuid() == 0 and os.environ.get("SUDO_USER") else ""
    plugin = shlex.quote(str(build / "nagios/check_mysql_replica"))
    return "\n".join((
        f"  page     http://{agent.address}/",
        f"  metrics  http://{agent.address}/metrics",
        f"  JSON     http://{agent.address}/api/v1/status",
        f"  status   {shlex.quote(agent.program)} status --watch --agent {agent.address}",
        f"  plugin   {sudo}{plugin} -s {replica['socket']} -f {replica['option_file']} -w 60 -c 300",
        f"  plugin   {sudo}{plugin} -H 127.0.0.1 -p {replica['port']} -f {replica['option_file']}"
        f" --source {upstream['host']}:{upstream['port']} -w 60 -c 300",
        f"  faults   {sudo}{TOP}/tests/testbed/testbed --help (its --dir is {bed.directory})"))


def table(outcomes):
    rows = [("fault", "verdict", "seconds to it", "seconds back", "what the replica said of itself meanwhile", "right")]
    rows += [(each.fault.name, each.verdict, f"{each.seconds:.1f}", f"{each.back:.1f}", each.replica_says,
              "no" if each.wrong else "yes") for each in outcomes]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join(lines + [f"{each.fault.name}: {why}" for each in outcomes for why in each.wrong])


def perform(bed, build, mode, keys):
    agent = Agent(bed, build / "agent/replwatch")
    screen = Screen(agent, mode == "live" or mode == "script" and sys.stdout.isatty(), keys)
    agent.start()
    took = agent.wait_well(BACK_SECONDS).seconds
    places = (f"Watched and well, {took:.1f} s after the agent was ready. Where to look:\n"
              f"{where_to_look(bed, agent, build)}\n")
    screen.say(places)
    if not screen.live:
        subprocess.run([agent.program, "status", "--agent", agent.address], check=False, timeout=10)
        screen.say()
    outcomes = []
    for number, fault in enumerate(FAULTS, 1):
        key = "Press a key to make" if keys else "Next:"
        screen.wait_for_key(f"{places}\n{key} fault {number} of {len(FAULTS)}: {fault.name} ({fault.make});"
                            " Ctrl-C ends")
        outcomes.append(play(fault, bed, agent, screen))
        if not screen.live:
            each = outcomes[-1]
            screen.say(f"{fault.name}: {each.verdict} after {each.seconds:.1f} s; undone, and well again after"
                       f" {each.back:.1f} s")
    screen.say(("\x1b[H\x1b[2J" if screen.live else "\n") + table(outcomes))
    screen.wait_for_key(f"{places}\n{table(outcomes)}\n\n{'Press a key to end and clean up.' if keys else ''}")
    return 1 if any(each.wrong for each in outcomes) else 0


@contextlib.contextmanager
def single_keys(wanted):
    """Keys come without Enter and unseen, and Ctrl-C still interrupts; the terminal is left as it was."""
    if not wanted:
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def end_on(number, _frame):
    raise SystemExit(128 + number)


def main(mode, build):
    if mode == "live" and not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("agent/demo: no terminal to show it on: take --script or --once", file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_on)
    bed = None
    try:
        print("bringing up two MariaDB servers and two stunnels on 127.0.0.1 ...", flush=True)
        bed = Bed.up(rate=ROWS_A_SECOND)
        with single_keys(mode == "live"):
            return perform(bed, pathlib.Path(build).resolve(), mode, keys=mode == "live")
    except (BedError, SqlError, WireError, subprocess.TimeoutExpired) as error:
        print(f"agent/demo: {error}", file=sys.stderr)
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if bed:
            take_down(bed.directory)
            with contextlib.suppress(OSError):
                print("cleaned up", flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
