"""Brings up what is missing of a bed, and starts single parts; the caller holds the bed's lock."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import database, layout, line, network, processes, replication, state, template, tunnel, writer
from .waiting import BedError, tail, wait_until
from .wire import SqlError, WireError

PROGRAM = Path(__file__).resolve().parent / "testbed"
START_DEADLINE = 60.0


def parts(values):
    return [name for name in state.PARTS if values["tunnel"] or not name.startswith("stunnel")]


def side_of(part):
    return "source" if part in ("source", "stunnel-server", "writer") else "replica"


def bring_up(values, deadline):
    """Everything: network, files, processes, replication; what runs already is thawed and left."""
    directory = values["directory"]
    recorded = [process for part in values["processes"] if (process := state.recorded(values, part))]
    processes.kill_marked(directory, keep=recorded)
    if values["namespaces"]:
        network.make(values["namespaces"])
        heal(values)
    layout.write_option_files(values)
    for part in parts(values):
        if is_up(values, part):
            thaw(state.recorded(values, part))
    with ThreadPoolExecutor() as pool:
        tunnels = pool.submit(_make_tunnels, values)
        _make_data(values)
        launched = [part for part in ("source", "replica") if launch_server(values, part)]
        for part in launched:
            wait_for_server(values, part)
        tunnels.result()
    for part in parts(values)[2:]:
        start(values, part)
    replication.ensure(values)
    replication.wait_running(values, deadline)
    replication.wait_executed(values, replication.source_position(values), deadline)


def heal(values):
    """The line as good as new."""
    network.heal(values["namespaces"])
    line.restore(values)
    if values["shape"]:
        values["shape"] = None
        state.save(values["directory"], values)


def _make_data(values):
    """Both data directories, each from its flavor's template."""
    directory, user = Path(values["directory"]), values["user"]
    missing = [side for side in ("source", "replica") if not Path(values[side]["data"]).exists()]
    log = directory / "install.log"
    for side in missing:
        ready = template.make(values[side]["flavor"], directory, user, log)
        home = Path(values[side]["data"]).parent
        home.mkdir(exist_ok=True)
        database.give(home, user)
        database.copy_data(ready, values[side]["data"], directory, log)
        # Two servers of one template are not one: MySQL makes itself a new uuid at its start.
        (Path(values[side]["data"]) / "auto.cnf").unlink(missing_ok=True)
    for inside in directory.glob("template-*"):
        shutil.rmtree(inside, ignore_errors=True)


def _make_tunnels(values):
    """Certificates and configuration files; both complete or made anew."""
    directory = Path(values["directory"])
    if not values["tunnel"] or (directory / "pki" / "complete").exists():
        return
    homes = {part: directory / part for part in tunnel.HOSTS}
    for path in (directory / "pki", *homes.values()):
        shutil.rmtree(path, ignore_errors=True)
    tunnel.make_certificates(directory, directory / "pki", homes)
    for part in homes:
        tunnel.write_configuration(values[part], values["crl_path"])
    (directory / "pki" / "complete").touch()


def record(values, part, process):
    values["processes"][part] = {"pid": process.pid, "start": process.start}
    state.save(values["directory"], values)


def is_up(values, part):
    process = state.recorded(values, part)
    return process is not None and process.state() != "gone"


def launch_server(values, side):
    """Starts one server without waiting for it; False when it runs already."""
    if is_up(values, side):
        return False
    server, home = values[side], Path(values[side]["data"]).parent
    first = side not in values["provisioned"]
    if first:
        file = home / "init.sql"
        file.touch(0o600)
        file.write_text(database.first_statements(server["flavor"], values["passwords"], values["seen_from"],
                                                    side == "source"))
        database.give(file, values["user"])
    argv = network.prefix(values["namespaces"], side) + database.command_line(server, values["user"], first)
    record(values, side, processes.start(argv, values["directory"], server["log"]))
    return True


def wait_for_server(values, side):
    """Waits until the server answers a query."""
    process = state.recorded(values, side)

    def answers():
        if process.state() == "gone":
            raise BedError(f"the {side}'s server ended at once{tail(values[side]['log'])}")
        try:
            return replication.query(values, side, "SELECT 1", deadline=5.0)
        except (WireError, SqlError):
            return None

    wait_until(answers, f"the {side}'s server does not answer", START_DEADLINE, values[side]["log"])
    if side not in values["provisioned"]:
        values["provisioned"].append(side)
        state.save(values["directory"], values)
        (Path(values[side]["data"]).parent / "init.sql").unlink(missing_ok=True)


def start(values, part):
    """Starts one part and waits until it serves; nothing when it runs already (frozen counts as running)."""
    directory = Path(values["directory"])
    if part in ("source", "replica"):
        if launch_server(values, part):
            wait_for_server(values, part)
    elif not is_up(values, part):
        if part == "writer":
            process = processes.start([sys.executable, str(PROGRAM), "_writer", str(directory)], directory,
                                      directory / "writer.log")
        else:
            prefix = network.prefix(values["namespaces"], side_of(part))
            process = tunnel.start(values[part], prefix, directory, directory / f"{part}.start.log")
        record(values, part, process)


def thaw(process):
    process.send(processes.signal.SIGCONT)


def start_watchdog(values, owner):
    """A new watchdog for a new owner takes the place of the old one."""
    old = state.recorded(values, "watchdog")
    directory = Path(values["directory"])
    argv = [sys.executable, str(PROGRAM), "_watch", str(directory), str(owner.pid), str(owner.start)]
    record(values, "watchdog", processes.start(argv, directory, directory / "watchdog.log"))
    if old:
        processes.kill(old, "the former watchdog")
