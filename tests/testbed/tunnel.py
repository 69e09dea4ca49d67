"""The two stunnels, configured as MAN06 prescribes with `verify = 2` really in force, and their certificates.

Both ends trust both authorities, as a grid host does: the source's host is certified by IRISGrid, the replica's by LIP.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .authority import Authority
from .processes import Process, run
from .waiting import BedError, tail, wait_until

AUTHORITIES = {
    "irisgrid": [("DC", "es"), ("DC", "irisgrid"), ("CN", "IRISGridCA")],
    "lip": [("C", "PT"), ("O", "LIPCA"), ("CN", "LIP Certification Authority")],
}
HOSTS = {
    "stunnel-server": ("irisgrid", [("DC", "es"), ("DC", "irisgrid"), ("O", "ifca"), ("CN", "host/server1.domain.one")]),
    "stunnel-client": ("lip", [("C", "PT"), ("O", "LIPCA"), ("O", "LIP"), ("OU", "Lisboa"),
                               ("CN", "host/server2.domain.two")]),
}
CONFIGURATION = """# Authentication stuff
verify = 2
CApath = {home}/certificates
{crl}cert = {home}/hostcert.pem
key = {home}/hostkey.pem

output = {home}/stunnel.log
pid = {home}/stunnel.pid

{client}# Service-level configuration
[mysql]
accept = {accept}
connect = {connect}
"""


def make_certificates(bed, pki, homes):
    """Both authorities and, per part, D/PART/{hostcert.pem,hostkey.pem,certificates/}."""
    with ThreadPoolExecutor() as pool:
        made = dict(zip(AUTHORITIES, pool.map(
            lambda name: Authority(pki / name, bed).create(AUTHORITIES[name]), AUTHORITIES)))

        def equip(part):
            name, subject = HOSTS[part]
            home = homes[part]
            (home / "certificates").mkdir(parents=True, exist_ok=True)
            made[name].issue(subject, home / "hostcert.pem", home / "hostkey.pem")

        list(pool.map(equip, HOSTS))

        def publish(authority):
            for home in homes.values():
                authority.publish(home / "certificates")

        list(pool.map(publish, made.values()))


def write_configuration(tunnel, crl_path):
    """D/PART/stunnel.conf, written once: a test may change it and restart the part."""
    home = Path(tunnel["conf"]).parent
    crl = f"CRLpath = {home}/certificates\n" if crl_path else ""
    client = "# Use it for client mode\nclient = yes\n\n" if tunnel["client"] else ""
    Path(tunnel["conf"]).write_text(CONFIGURATION.format(
        home=home, crl=crl, client=client, accept=tunnel["accept"], connect=tunnel["connect"]), encoding="utf-8")


def start(tunnel, prefix, bed, log, deadline=20.0):
    """Starts stunnel, which binds its port before it goes to the background, and returns its Process."""
    pid_file = Path(tunnel["pid_file"])
    pid_file.unlink(missing_ok=True)
    try:
        run([*prefix, "stunnel4", tunnel["conf"]], bed, log, deadline)
    except BedError as error:
        raise BedError(f"{error}{tail(tunnel['log'])}") from None

    def running():
        try:
            return Process.of(int(pid_file.read_text(encoding="ascii")))
        except (OSError, ValueError):
            return None

    return wait_until(running, f"stunnel wrote no pid file {pid_file}", deadline, tunnel["log"])


