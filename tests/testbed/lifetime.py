"""The beginning and the end of a bed: make or complete the one in a directory, and take it down without a trace.

Both work from any state a killed command may have left. `owner` is the process whose end takes the bed down.
"""

import os
import shutil
import tempfile
from pathlib import Path

from . import bringup, layout, network, processes, state, template, writer
from .waiting import BedError

UP_DEADLINE = 60.0


def up(directory, rate, owner, deadline, wanted):
    """Makes a bed, or completes the one that is there, and returns its real directory; a failed first `up` leaves nothing."""
    watched = processes.Process.of(owner) if owner is not None else None
    if owner is not None and watched is None:
        raise BedError(f"owner {owner}: no such process")
    directory = Path(os.path.realpath(directory or tempfile.mkdtemp(prefix="replwatch-bed-")))
    layout.check_directory(directory)
    try:
        directory.mkdir(exist_ok=True)
    except OSError as error:
        raise BedError(f"{directory}: {error.strerror}") from None
    if not state.state_file(directory).exists() and set(os.listdir(directory)) - {"lock"}:
        raise BedError(f"{directory}: not empty, and not a bed")
    with state.locked(directory):
        is_new = not state.state_file(directory).exists()
        try:
            _up_locked(directory, is_new, rate, watched, deadline, wanted)
        except BaseException:
            if is_new:
                _clear(directory)
            raise
    return directory


def _up_locked(directory, is_new, rate, watched, deadline, wanted):
    ports = layout.Ports()
    try:
        if is_new:
            directory.chmod(0o755)
            if wanted.get("netns"):
                network.require_root()
            state.save(directory, layout.describe(directory, ports, **wanted))
        values = state.load(directory)
        if wanted.get("netns") and not values["namespaces"]:
            raise BedError(f"{directory}: the bed there has no network namespaces; take it down first")
        if watched:
            bringup.start_watchdog(values, watched)
        if rate is not None or not (directory / "rate").exists():
            writer.write_rate(directory, layout.DEFAULT_RATE if rate is None else rate)
        bringup.bring_up(values, deadline)
    finally:
        ports.close()


def take_down(directory):
    """Ends the bed of a directory, whole, half made, half removed, or with its directory deleted; harmless when it is down."""
    directory = Path(os.path.realpath(directory))
    if directory.exists():
        if not state.state_file(directory).exists() and set(os.listdir(directory)) - {"lock"}:
            processes.kill_marked(directory)
            raise BedError(f"{directory}: not a bed, so nothing in it is removed")
        try:
            with state.locked(directory):
                _clear(directory)
            return
        except BedError:
            if directory.exists():
                raise
    _clear(directory)


def left_behind(directory):
    """What there is of a bed in this directory, for people; empty after `down`."""
    directory = Path(os.path.realpath(directory))
    return ([f"directory {directory}"] * directory.exists()
            + [f"process {process.pid}" for process in processes.marked(directory)]
            + [f"namespace {name}" for name in network.names(directory).values() if network.exists(name)])


def _clear(directory):
    processes.kill_marked(directory)
    template.forget_unfinished(directory)
    namespaces = network.names(directory)
    if any(network.exists(name) for name in namespaces.values()):
        network.require_root()
        network.remove(namespaces)
    try:
        _remove_files(directory)
    except OSError as error:
        raise BedError(f"{directory}: cannot be removed: {error}") from None


def _remove_files(directory):
    if not directory.exists():
        return
    # bed.json goes last: as long as anything else is left, the next `down` knows the directory for a bed's.
    for entry in directory.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name not in ("lock", "bed.json"):
            entry.unlink()
    for name in ("bed.json", "lock"):
        (directory / name).unlink(missing_ok=True)
    directory.rmdir()
