"""Two hosts and a router between, as network namespaces; names are unique to the bed, addresses the same in every bed.

The namespaces are connected to nothing else. The router can drop everything silently in one direction or both: by a
blackhole route, so no ICMP is sent.
"""

import hashlib
import os
from pathlib import Path

from .processes import run
from .waiting import BedError

SOURCE_ADDRESS = "10.77.1.2"
REPLICA_ADDRESS = "10.77.2.2"
DIRECTIONS = {"to-source": SOURCE_ADDRESS, "to-replica": REPLICA_ADDRESS}


def names(directory):
    """The names of the three namespaces of the bed in this directory, the same each time."""
    token = hashlib.sha256(str(directory).encode()).hexdigest()[:10]
    return {side: f"rwbed-{token}-{side}" for side in ("source", "router", "replica")}


def require_root():
    if os.geteuid() != 0:
        raise BedError("network namespaces need root")


def prefix(namespaces, side):
    """What to put before a command to run it on that host; empty on loopback."""
    return ["nsenter", f"--net=/run/netns/{namespaces[side]}", "--"] if namespaces else []


def exists(name):
    return Path("/run/netns", name).exists()


def make(namespaces):
    """Makes what is missing; half a network left by a killed command is made anew."""
    require_root()
    ready = run(["nsenter", f"--net=/run/netns/{namespaces['source']}", "ip", "route"]) \
        if all(exists(name) for name in namespaces.values()) else ""
    if "default via" in ready:
        return
    remove(namespaces)
    for side in ("router", "source", "replica"):
        _ip("netns", "add", namespaces[side])
        _ip("-n", namespaces[side], "link", "set", "lo", "up")
    # Without this the blackhole for one direction would also drop what comes from there.
    settings = "echo 1 > ipv4/ip_forward; echo 0 > ipv4/conf/all/rp_filter; echo 0 > ipv4/conf/default/rp_filter"
    run([*prefix(namespaces, "router"), "sh", "-ec", f"cd /proc/sys/net; {settings}"])
    for side, address in (("replica", REPLICA_ADDRESS), ("source", SOURCE_ADDRESS)):
        gateway = address[:-1] + "1"
        router, host = namespaces["router"], namespaces[side]
        _ip("-n", router, "link", "add", f"to-{side}", "type", "veth", "peer", "name", "wan", "netns", host)
        _ip("-n", router, "address", "add", f"{gateway}/24", "dev", f"to-{side}")
        _ip("-n", router, "link", "set", f"to-{side}", "up")
        _ip("-n", host, "address", "add", f"{address}/24", "dev", "wan")
        _ip("-n", host, "link", "set", "wan", "up")
        _ip("-n", host, "route", "add", "default", "via", gateway)


def remove(namespaces):
    for name in namespaces.values():
        if exists(name):
            _ip("netns", "delete", name)


def cut(namespaces, direction):
    """Drops silently what goes in that direction: 'both', 'to-replica' or 'to-source'."""
    for name, address in DIRECTIONS.items():
        if direction in (name, "both"):
            _ip("-n", namespaces["router"], "route", "replace", "blackhole", f"{address}/32")


def cut_now(namespaces):
    """'none', 'both', 'to-replica' or 'to-source'."""
    routes = _ip("-n", namespaces["router"], "route", "show", "type", "blackhole")
    found = [name for name, address in DIRECTIONS.items() if address in routes]
    return "both" if len(found) == 2 else found[0] if found else "none"


def heal(namespaces):
    """Undoes cut."""
    router = namespaces["router"]
    for address in DIRECTIONS.values():
        if address in _ip("-n", router, "route", "show", "type", "blackhole"):
            _ip("-n", router, "route", "delete", "blackhole", f"{address}/32")


def _ip(*arguments):
    return run(["ip", *arguments])
