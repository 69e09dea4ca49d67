"""The two MariaDB servers: data directory, command line, and what is put into them before they take connections.

Everything but replication is set up by an init file on the first start: no dump has to be loaded, and nothing of it
reaches the binlog. Settings stay at the server's defaults where the manual is silent, sizes of caches apart.
"""

import os
import pwd
import shutil
from pathlib import Path

from . import processes
from .waiting import BedError

DATABASES = ("DB_1", "DB_2")
SIZES = ("--innodb-log-file-size=16M", "--innodb-buffer-pool-size=32M", "--aria-pagecache-buffer-size=8M",
         "--key-buffer-size=1M")
TABLE = ("CREATE TABLE IF NOT EXISTS {database}.entry (id BIGINT PRIMARY KEY AUTO_INCREMENT,"
         " written_at DECIMAL(17,6) NOT NULL, text VARCHAR(200) NOT NULL DEFAULT '') ENGINE=InnoDB")


def program():
    """The server's path: it lives in /usr/sbin, which is not on every PATH."""
    found = shutil.which("mariadbd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not found:
        raise BedError("mariadbd: not installed (Debian: mariadb-server-core)")
    return found


def choose_user(directory):
    """The account the servers run under: None unless we are root, mysql where that account can reach the directory."""
    if os.getuid() != 0:
        return None
    reachable = all(path.stat().st_mode & 0o001 for path in Path(directory).parents)
    try:
        return pwd.getpwnam("mysql").pw_name if reachable else "root"
    except KeyError:
        return "root"


def give(path, user):
    """Makes a file or directory the server's own."""
    if user:
        account = pwd.getpwnam(user)
        os.chown(path, account.pw_uid, account.pw_gid)


def install(template, user, bed, log):
    """Makes a data directory as the package's own program does; `template` appears complete or not at all."""
    unfinished = Path(f"{template}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    processes.run(["mariadb-install-db", "--no-defaults", "--force", "--skip-test-db", "--skip-name-resolve",
                   "--auth-root-authentication-method=normal", f"--datadir={unfinished}", *SIZES,
                   *([f"--user={user}"] if user else [])], bed, log)
    unfinished.rename(template)


def copy_data(template, target, bed, log):
    unfinished = Path(f"{target}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    processes.run(["cp", "-a", "--reflink=auto", str(template), str(unfinished)], bed, log)
    unfinished.rename(target)


def first_statements(passwords, client, is_source):
    """The init file of the first start, repeatable; `client` is the address the replica's side is seen to come from."""
    def account(name, host):
        return f"CREATE OR REPLACE USER '{name}'@'{host}' IDENTIFIED BY '{passwords[name]}'"

    lines = ["SET sql_log_bin=0", "DELETE FROM mysql.global_priv WHERE User='root' AND Host<>'localhost'",
             "FLUSH PRIVILEGES", f"ALTER USER root@localhost IDENTIFIED BY '{passwords['root']}'"]
    for database in DATABASES:
        lines += [f"CREATE DATABASE IF NOT EXISTS {database}", TABLE.format(database=database)]
    for host in sorted({"localhost", "127.0.0.1", client}):
        lines += [account("replwatch", host),
                  f"GRANT BINLOG MONITOR, SLAVE MONITOR, PROCESS ON *.* TO 'replwatch'@'{host}'"]
    lines += [account("lfc", "localhost")]
    lines += [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {database}.* TO 'lfc'@'localhost'" for database in DATABASES]
    if is_source:
        lines += [account("db_rep", client),
                  f"GRANT REPLICATION SLAVE ON *.* TO 'db_rep'@'{client}'"]
    return "".join(line + ";\n" for line in lines)


def command_line(server, user, first_start):
    """mariadbd's arguments for one server of bed.json; options of the user come last and win."""
    home = Path(server["data"]).parent
    roles = ([f"--binlog-do-db={name}" for name in DATABASES] if server["server_id"] == 1 else
             ["--read-only=1"] + [f"--replicate-do-db={name}" for name in DATABASES])
    return [program(), "--no-defaults", *([f"--user={user}"] if user else []), f"--datadir={server['data']}",
            f"--socket={server['socket']}", f"--pid-file={home}/mariadbd.pid", f"--tmpdir={home}",
            f"--bind-address={server['bind']}", f"--port={server['port']}", f"--server-id={server['server_id']}",
            "--log-bin=mysql-bin", "--relay-log=mysqld-relay-bin", *roles, *SIZES,
            *([f"--init-file={home}/init.sql"] if first_start else []), *server["options"]]
