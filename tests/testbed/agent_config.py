"""The configuration of a replwatch agent that watches the bed from the replica's host."""

from pathlib import Path

from .database import DATABASES
from .layout import Ports

PORT_IN_NAMESPACE = 9847


def configuration(values, http_port=None, **changes):
    """The content of replwatch.json as a dict; top-level keys given in `changes` replace or add to it.

    Listens on 127.0.0.1 at `http_port` or a free one (with namespaces: 9847 inside the replica's). Creates the state directory.
    """
    directory = Path(values["directory"])
    state_directory = directory / "agent-state"
    state_directory.mkdir(exist_ok=True)
    if http_port is None:
        ports = Ports()
        http_port = PORT_IN_NAMESPACE if values["namespaces"] else ports.take()
        ports.close()
    link = {"source": "server1", "replica": "server2", "databases": list(DATABASES)}
    content = {
        "listen": f"127.0.0.1:{http_port}",
        "state_directory": str(state_directory),
        "servers": {
            "server1": {**values["upstream"], "defaults_file": values["source"]["option_file"]},
            "server2": {"socket": values["replica"]["socket"], "defaults_file": values["replica"]["option_file"]},
        },
        "links": {"lfc": link},
    }
    if values["tunnel"]:
        content["tunnels"] = {"mysql": {"stunnel_conf": values["stunnel-client"]["conf"], "service": "mysql"}}
        link["tunnel"] = "mysql"
    return {**content, **changes}
