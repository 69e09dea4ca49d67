"""The two servers: data directory, command line, and what is put into them before they take connections.

Everything but replication is set up by an init file on the first start: no dump has to be loaded, and nothing of it
reaches the binlog. Settings stay at the server's defaults where the manual is silent, sizes of caches apart.
"""

import os
import pwd
import shutil
from pathlib import Path

from . import dialect, flavor, processes

DATABASES = ("DB_1", "DB_2")
SIZES = {"mariadb": ("--innodb-log-file-size=16M", "--innodb-buffer-pool-size=32M", "--aria-pagecache-buffer-size=8M",
                     "--key-buffer-size=1M"),
         "mysql": ("--innodb-redo-log-capacity=32M", "--innodb-buffer-pool-size=32M", "--mysqlx=OFF",
                   "--secure-file-priv=")}
SYSTEM_TABLES = ("system_tables", "performance_tables", "system_tables_data", "sys_schema")
INSTALL_DEADLINE = 120.0
TABLE = ("CREATE TABLE IF NOT EXISTS {database}.entry (id BIGINT PRIMARY KEY AUTO_INCREMENT,"
         " written_at DECIMAL(17,6) NOT NULL, text VARCHAR(200) NOT NULL DEFAULT '') ENGINE=InnoDB")


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


def install(server, template, user, bed, log):
    """Makes a data directory as the package's own program does; `template` appears complete or not at all."""
    kind = flavor.of(server).kind
    unfinished = Path(f"{template}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    account = [f"--user={user}"] if user else []
    if server == flavor.HOST:
        processes.run(["mariadb-install-db", "--no-defaults", "--force", "--skip-test-db", "--skip-name-resolve",
                       "--auth-root-authentication-method=normal", f"--datadir={unfinished}", *SIZES[kind], *account],
                      bed, log)
    elif kind == "mysql":
        unfinished.mkdir()
        give(unfinished, user)
        _run_server(server, ["--initialize-insecure", f"--datadir={unfinished}", *account], bed, log)
    else:
        (unfinished / "mysql").mkdir(parents=True)
        for path in (unfinished, unfinished / "mysql"):
            give(path, user)
        _run_server(server, ["--bootstrap", "--skip-grant-tables", "--loose-skip-ssl", f"--datadir={unfinished}", *account],
                    bed, log, _first_tables(server))
    unfinished.rename(template)


def _run_server(server, options, bed, log, text=None):
    """Runs a server that ends by itself."""
    argv = [*flavor.program(server), "--no-defaults", *flavor.places(server), *SIZES[flavor.of(server).kind], *options]
    processes.run(argv, bed, log, INSTALL_DEADLINE, text)


def _first_tables(server):
    """The SQL of the package that makes the system tables, as its own program would send it."""
    one = flavor.of(server)
    share = flavor.root(one) / one.share
    files = [share / f"{first}_{name}.sql" for name in SYSTEM_TABLES for first in ("mysql", "mariadb")]
    return "CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\n" + "".join(
        file.read_text(encoding="utf-8") for file in files if file.exists())


def copy_data(template, target, bed, log):
    unfinished = Path(f"{target}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    processes.run(["cp", "-a", "--reflink=auto", str(template), str(unfinished)], bed, log)
    unfinished.rename(target)


def first_statements(server, passwords, client, is_source):
    """The init file of the first start, repeatable; `client` is the address the replica's side is seen to come from."""
    def account(name, host):
        return [f"DROP USER IF EXISTS '{name}'@'{host}'",
                f"CREATE USER '{name}'@'{host}' IDENTIFIED BY '{passwords[name]}'"]

    mariadb = flavor.of(server).kind == "mariadb"
    lines = ["SET sql_log_bin=0"]
    lines += ["DELETE FROM mysql.global_priv WHERE User='root' AND Host<>'localhost'", "FLUSH PRIVILEGES"] if mariadb else []
    lines += [f"ALTER USER root@localhost IDENTIFIED BY '{passwords['root']}'"]
    for database in DATABASES:
        lines += [f"CREATE DATABASE IF NOT EXISTS {database}", TABLE.format(database=database)]
    grants = ", ".join(dialect.of(server).monitor)
    for host in sorted({"localhost", "127.0.0.1", client}):
        lines += [*account("replwatch", host), f"GRANT {grants} ON *.* TO 'replwatch'@'{host}'"]
    lines += account("lfc", "localhost")
    lines += [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {database}.* TO 'lfc'@'localhost'" for database in DATABASES]
    if is_source:
        lines += [*account("db_rep", client), f"GRANT REPLICATION SLAVE ON *.* TO 'db_rep'@'{client}'"]
    return "".join(line + ";\n" for line in lines)


def command_line(server, user, first_start):
    """The arguments of one server of bed.json; options of the user come last and win."""
    home, name = Path(server["data"]).parent, server["flavor"]
    roles = ([f"--binlog-do-db={database}" for database in DATABASES] if server["server_id"] == 1 else
             ["--read-only=1"] + [f"--replicate-do-db={database}" for database in DATABASES])
    return [*flavor.program(name), "--no-defaults", *flavor.places(name), *([f"--user={user}"] if user else []),
            f"--datadir={server['data']}", f"--socket={server['socket']}", f"--pid-file={home}/server.pid",
            f"--tmpdir={home}", f"--bind-address={server['bind']}", f"--port={server['port']}",
            f"--server-id={server['server_id']}", "--log-bin=mysql-bin", "--relay-log=mysqld-relay-bin", *roles,
            *SIZES[flavor.of(name).kind], *([f"--init-file={home}/init.sql"] if first_start else []), *server["options"]]
