"""Where everything of a bed lies and listens: the content of a new bed.json, computed from what was asked for."""

import os
import random
import re
import secrets
import socket
from pathlib import Path

from . import database, flavor, network, state
from .waiting import BedError

LONGEST_DIRECTORY = 85  # a socket's path has room for 107 bytes
DEFAULT_RATE = 10.0
DEFAULT_CONNECT_RETRY = 2


def check_directory(directory):
    """Refuses a name that a configuration file or a socket address could not hold."""
    text = str(directory)
    if len(text.encode()) > LONGEST_DIRECTORY:
        raise BedError(f"{text}: the directory's name is too long for a socket (at most {LONGEST_DIRECTORY} bytes)")
    if not re.fullmatch(r"[A-Za-z0-9_./+-]+", text):
        raise BedError(f"{text}: the directory's name may have only letters, digits and _ . / + -")


class Ports:
    """Free ports on 127.0.0.1, held until close(): two beds coming up at once never choose the same one.

    Bound without SO_REUSEADDR a port is ours alone; with it set afterwards a server that sets it too (both of ours
    do) may listen there while we hold on. Ports below the range of outgoing connections are used, so a stopped
    server finds its port again.
    """

    def __init__(self):
        self.held = []

    def take(self):
        low = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()[0])
        first, end = (10000, low) if low > 12000 else (20000, 60000)
        for _ in range(1000):
            port = random.randrange(first, end)
            holder = socket.socket()
            try:
                holder.bind(("127.0.0.1", port))
            except OSError:
                holder.close()
                continue
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.held.append(holder)
            return port
        raise BedError("no free port on 127.0.0.1")

    def close(self):
        for holder in self.held:
            holder.close()
        self.held = []


def _server(home, name, number, port, bind, options):
    return {"flavor": name, "server_id": number, "data": f"{home}/data",
            "socket": f"{home}/mysqld.sock", "log": f"{home}.log", "port": port,
            "bind": bind, "options": list(options),
            "option_file": f"{home.parent}/server{number}.cnf"}


def _tunnel(home, client, accept, connect):
    return {"client": client, "conf": f"{home}/stunnel.conf", "log": f"{home}/stunnel.log",
            "pid_file": f"{home}/stunnel.pid", "accept": accept, "connect": connect}


def describe(directory, ports, netns=False, tunnel=True, connect_retry=DEFAULT_CONNECT_RETRY, source_options=(),
             replica_options=(), crl_path=False, source_server=flavor.HOST, replica_server=flavor.HOST):
    """The content of bed.json for a bed that does not exist yet."""
    d = Path(directory)
    flavor.check_pair(source_server, replica_server)
    source_port, replica_port = (3306, 3306) if netns else (ports.take(), ports.take())
    server_port, client_port = (3307, 3307) if netns else (ports.take(), ports.take())
    source_host = network.SOURCE_ADDRESS if netns else "127.0.0.1"
    direct = netns and not tunnel
    values = {
        "version": state.VERSION, "directory": str(d), "form": "netns" if netns else "loopback", "tunnel": tunnel,
        "namespaces": network.names(d) if netns else {}, "user": database.choose_user(d),
        "connect_retry": connect_retry, "shape": None, "crl_path": crl_path, "provisioned": [], "processes": {},
        "passwords": {name: secrets.token_hex(8) for name in ("root", "db_rep", "replwatch", "lfc")},
        "source": _server(d / "source", source_server, 1, source_port, "0.0.0.0" if direct else "127.0.0.1", source_options),
        "replica": _server(d / "replica", replica_server, 2, replica_port, "127.0.0.1", replica_options),
        "upstream": {"host": "127.0.0.1" if tunnel else source_host, "port": client_port if tunnel else source_port},
        "seen_from": network.REPLICA_ADDRESS if direct else "127.0.0.1",
    }
    if tunnel:
        values["stunnel-server"] = _tunnel(d / "stunnel-server", False, "3307" if netns else f"127.0.0.1:{server_port}",
                                           f"127.0.0.1:{source_port}")
        values["stunnel-client"] = _tunnel(d / "stunnel-client", True, f"127.0.0.1:{client_port}",
                                           f"{source_host}:{server_port}")
    return values


def write_option_files(values):
    """server1.cnf, server2.cnf: user and password of the monitoring account, for nobody else to read."""
    for side in ("source", "replica"):
        text = f"[client]\nuser=replwatch\npassword={values['passwords']['replwatch']}\n"
        path = values[side]["option_file"]
        with open(path, "w", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
