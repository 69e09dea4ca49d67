"""The command line of the test bed. Exit codes: 0 done (status: healthy), 1 failed (status: not healthy), 2 bad usage."""

import argparse
import json
import os
import sys

from . import flavor, line, watchdog, writer
from .bed import Bed
from .layout import DEFAULT_CONNECT_RETRY
from .lifetime import UP_DEADLINE, take_down
from .state import PARTS
from .waiting import BedError
from .wire import SqlError, WireError

DESCRIPTION = """The MAN06 pair on this machine: a source and a replica, an stunnel at each end, and a writer.
Needs mariadb-server-core, mariadb-client-core, stunnel4, openssl; --netns needs root and iproute2. No service of the
system is touched. A bed lives in one directory, and `down` removes it with everything that was started for it."""


def default_directory():
    return os.environ.get("REPLWATCH_TESTBED_DIR") or f"/tmp/replwatch-testbed-{os.getuid()}"


def up(arguments):
    wanted = {"netns": arguments.netns, "tunnel": arguments.tunnel, "connect_retry": arguments.connect_retry,
              "crl_path": arguments.crl_path, "source_options": arguments.source_option,
              "replica_options": arguments.replica_option, "source_server": arguments.source_server,
              "replica_server": arguments.replica_server}
    bed = Bed.up(arguments.dir, rate=arguments.rate, owner=arguments.owner, deadline=arguments.deadline, **wanted)
    return print_status(bed, arguments)


def print_status(bed, arguments):
    status = bed.status()
    if getattr(arguments, "json", False):
        print(json.dumps(status, indent=2))
        return 0 if status["healthy"] else 1
    tunnel = "stunnel" if status["tunnel"] else "no tunnel"
    cut = f", cut: {status['cut']}" if status["cut"] else ""
    cut += f", slow: {status['slow']}" if status["slow"] else ""
    print(f"bed {status['directory']} ({status['form']}, {tunnel}{cut}, {status['rate']:g} rows/s):"
          f" {'healthy' if status['healthy'] else 'not healthy'}")
    for part, one in status["parts"].items():
        print(f"  {part:<15} {one['state']:<8} pid {one['pid']}")
    link = status["link"]
    print("  replication     " + ("no answer" if link is None else "not configured" if not link else
                                  f"IO {link['io']}, SQL {link['sql']}, says {link['seconds_behind']} s behind"))
    print(f"  rows            {status['rows']}")
    return 0 if status["healthy"] else 1


def sql(bed, arguments):
    for number, row in enumerate(bed.sql(arguments.side, arguments.statement, deadline=arguments.deadline)):
        if number == 0:
            print("\t".join(row))
        print("\t".join("NULL" if value is None else value for value in row.values()))


def slow(bed, arguments):
    bed.slow(arguments.rate, arguments.delay, arguments.loss)


def run_on_host(bed, arguments):
    argv = bed.on_host(arguments.side, arguments.command)
    sys.stdout.flush()
    os.execvp(argv[0], argv)


def parser():
    result = argparse.ArgumentParser(prog="testbed", description=DESCRIPTION)
    commands = result.add_subparsers(dest="verb", required=True, metavar="COMMAND")

    def add(name, text, call):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--dir", default=default_directory(), metavar="D", help="the bed's directory (%(default)s)")
        command.set_defaults(call=call)
        return command

    command = add("up", "make a bed, or bring up what is missing of one", None)
    command.add_argument("--netns", action="store_true", help="two hosts and a router as network namespaces (root)")
    command.add_argument("--rate", type=float, help="rows a second, may be 0 (new bed: 10)")
    command.add_argument("--tunnel", action=argparse.BooleanOptionalAction, default=True, help="through stunnel")
    command.add_argument("--owner", type=int, metavar="PID", help="take the bed down when this process ends")
    command.add_argument("--connect-retry", type=int, default=DEFAULT_CONNECT_RETRY, metavar="S",
                         help="the replica's MASTER_CONNECT_RETRY (%(default)s)")
    command.add_argument("--crl-path", action="store_true", help="set CRLpath too: without it stunnel ignores CRLs")
    for side in ("source", "replica"):
        command.add_argument(f"--{side}-server", default=flavor.HOST, choices=tuple(flavor.FLAVORS), metavar="FLAVOR",
                             help=f"the {side}'s server: {', '.join(flavor.FLAVORS)} (%(default)s)")
    command.add_argument("--source-option", action="append", default=[], metavar="O", help="an argument for the server")
    command.add_argument("--replica-option", action="append", default=[], metavar="O", help="the same at the replica")
    command.add_argument("--deadline", type=float, default=UP_DEADLINE, metavar="S", help="for replication to run")
    add("down", "end everything of the bed and remove it", None)
    add("status", "say how the bed is; exit 0 if healthy", print_status).add_argument("--json", action="store_true")
    add("rate", "change the writer's rate", lambda bed, a: bed.rate(a.rows)).add_argument("rows", type=float)
    command = add("sql", "run SQL as the server's administrator", sql)
    command.add_argument("side", choices=("source", "replica"))
    command.add_argument("statement")
    command.add_argument("--deadline", type=float, default=60.0, metavar="S")
    for verb, text in (("start", "start a part"), ("stop", "end a part orderly (SIGTERM)"),
                       ("kill", "end a part at once (SIGKILL)"), ("freeze", "stop a part's clock (SIGSTOP)"),
                       ("thaw", "let a frozen part go on (SIGCONT)")):
        add(verb, text, lambda bed, a: getattr(bed, a.verb)(a.part)).add_argument(
            "part", help=", ".join(PARTS))
    add("cut", "drop silently what the router gets (--netns)", lambda bed, a: bed.cut(a.direction)).add_argument(
        "direction", nargs="?", default="both", choices=("both", "to-replica", "to-source"))
    add("heal", "undo cut and slow", lambda bed, a: bed.heal())
    command = add("slow", "shape the line in both directions (--netns); without options: undo", slow)
    command.add_argument("--rate", help="as tc writes it: 16kbit")
    command.add_argument("--delay", help="200ms")
    command.add_argument("--loss", help="10%%")
    command = add("config", "write D/replwatch.json for an agent on the replica's host and print its name",
                  lambda bed, a: print(bed.write_config(a.http_port)))
    command.add_argument("--http-port", type=int, metavar="N", help="where the agent listens (a free port)")
    command = add("exec", "run a command on a host of the bed", run_on_host)
    command.add_argument("side", choices=("source", "replica", "router"))
    command.add_argument("command", nargs=argparse.REMAINDER)
    return result


def main(argv):
    if argv[:1] == ["_writer"]:
        return writer.main(argv[1])
    if argv[:1] == ["_line"]:
        return line.main(*argv[1:])
    if argv[:1] == ["_watch"]:
        return watchdog.main(*argv[1:])
    arguments = parser().parse_args(argv)
    try:
        if arguments.verb == "up":
            return up(arguments)
        if arguments.verb == "down":
            take_down(arguments.dir)
            return 0
        return arguments.call(Bed(arguments.dir), arguments) or 0
    except (BedError, WireError, SqlError) as error:
        print(f"testbed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
