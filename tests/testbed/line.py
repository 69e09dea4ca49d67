"""The quality of the line between the hosts: rate, delay and loss in both directions.

A rate alone is tc's tbf, all else its netem. Kernels without netem are common in virtual machines; there the router
sends everything through a tun device and this module's own process holds packets back or loses them. When that
process is killed its device goes, and with it the detour: the line is then as good as new.
"""

import fcntl
import os
import random
import re
import select
import struct
import sys
import time
from collections import deque
from pathlib import Path

from . import network, processes, state
from .waiting import BedError, wait_until

TABLE = "77"
DEVICE = "line"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
QUEUE_LIMIT = 10000
UNITS = {"delay": {"us": 1e-6, "ms": 1e-3, "s": 1.0}, "loss": {"%": 0.01},
         "rate": {"bit": 1.0, "kbit": 1e3, "mbit": 1e6, "gbit": 1e9}}


def parse(kind, text):
    """A number with tc's unit as seconds, a share or bits a second; 0 for None; BedError when it is none."""
    if text is None:
        return 0.0
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([a-z%]+)", text)
    if not found or found[2] not in UNITS[kind]:
        raise BedError(f"{kind} {text}: want a number and one of {', '.join(UNITS[kind])}")
    return float(found[1]) * UNITS[kind][found[2]]


def restore(values):
    """Takes off whatever was put on the line."""
    for device in network.DIRECTIONS:
        at = ["dev", device, "root"]
        if "noqueue" not in _tc(values, "show", *at):
            _tc(values, "delete", *at)
    while f"lookup {TABLE}" in _ip(values, "rule", "show"):
        _ip(values, "rule", "delete", "lookup", TABLE)
    process = state.recorded(values, DEVICE)
    if process:
        processes.kill(process, "the line's process")


def is_detoured(values):
    return f"lookup {TABLE}" in _ip(values, "rule", "show")


def shape(values, program, rate=None, delay=None, loss=None):
    """Shapes both directions; the line as it was before is forgotten. Returns the line's process where one is needed."""
    for kind, text in (("rate", rate), ("delay", delay), ("loss", loss)):
        parse(kind, text)
    restore(values)
    if not (delay or loss):
        if rate:
            _queue(values, "tbf", "rate", rate, "burst", "1600", "limit", "1000000")
        return None
    named = [word for name, value in (("delay", delay), ("loss", loss), ("rate", rate)) if value
             for word in (name, value)]
    try:
        _queue(values, "netem", "limit", str(QUEUE_LIMIT), *named)
        return None
    except BedError as error:
        if "kind is unknown" not in str(error):
            raise
    return _detour(values, program, [str(parse(*pair)) for pair in (("rate", rate), ("delay", delay), ("loss", loss))])


def _detour(values, program, numbers):
    if network.cut_now(values["namespaces"]) in network.DIRECTIONS:
        raise BedError("without netem in the kernel, delay and loss do not go with a cut of one direction")
    log = Path(values["directory"]) / "line.log"
    argv = [*network.prefix(values["namespaces"], "router"), sys.executable, str(program), "_line", *numbers]
    process = processes.start(argv, values["directory"], log)

    def detoured():
        if process.state() == "gone":
            raise BedError("the line's process ended at once")
        try:
            return _ip(values, "route", "replace", "default", "dev", DEVICE, "table", TABLE) is not None
        except BedError:
            return False

    wait_until(detoured, f"no device {DEVICE} in the router", 20, log)
    for device in network.DIRECTIONS:
        _ip(values, "rule", "add", "iif", device, "lookup", TABLE)
    return process


def _queue(values, *discipline):
    for device in network.DIRECTIONS:
        _tc(values, "replace", "dev", device, "root", *discipline)


def _tc(values, verb, *arguments):
    return processes.run(["tc", "-n", values["namespaces"]["router"], "qdisc", verb, *arguments])


def _ip(values, *arguments):
    return processes.run(["ip", "-n", values["namespaces"]["router"], *arguments])


class Queue:
    """Packets of one direction on their way, in order; each leaves at its own time."""

    def __init__(self, rate, delay, loss, chance=random.random):
        self.rate, self.delay, self.loss, self.chance = rate, delay, loss, chance
        self.free_at = 0.0
        self.waiting = deque()

    def take(self, packet, now):
        if self.chance() < self.loss or len(self.waiting) >= QUEUE_LIMIT:
            return
        self.free_at = max(now, self.free_at) + (len(packet) * 8 / self.rate if self.rate else 0.0)
        self.waiting.append((self.free_at + self.delay, packet))

    def leaving(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            yield self.waiting.popleft()[1]


def main(rate, delay, loss):
    """The line's process, in the router's namespace: reads packets from the tun device and gives them back later or never."""
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), IFF_TUN | IFF_NO_PI))
    processes.run(["ip", "link", "set", DEVICE, "up"])
    queues = {}
    while True:
        due = min((queue.waiting[0][0] for queue in queues.values() if queue.waiting), default=None)
        ready = select.select([tun], [], [], None if due is None else max(0.0, due - time.monotonic()))[0]
        now = time.monotonic()
        if ready:
            packet = os.read(tun, 65535)
            if packet[0] >> 4 == 4:  # the kernel's own IPv6 chatter is left out
                destination = packet[16:20]
                if destination not in queues:
                    queues[destination] = Queue(float(rate), float(delay), float(loss))
                queues[destination].take(packet, now)
        for queue in queues.values():
            for packet in queue.leaving(now):
                os.write(tun, packet)
