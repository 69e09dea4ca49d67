"""The MAN06 pair for tests, demo and benchmarks: two MariaDB servers and two stunnels on this machine.

    from testbed import Bed                  # with tests/ on sys.path

    with Bed.up(rate=20) as bed:             # loopback; Bed.up(netns=True) for network namespaces (root)
        bed.sql("source", "SELECT @@server_id")
        bed.freeze("stunnel-server")

The command `tests/testbed/testbed` does the same from a shell. Nothing here touches a service of the system: all
files are in the bed's directory, all processes carry its name in their environment, and `down` removes both.
"""

from .agent import Agent
from .bed import Bed
from .lifetime import left_behind, take_down
from .waiting import BedError, wait_until
from .wire import SqlError, WireError

__all__ = ["Agent", "Bed", "BedError", "SqlError", "WireError", "left_behind", "take_down",
           "wait_until"]
