"""Every command and example of the README is one that works: each block is run, or what it names is held to exist."""

import json
import os
import re
import shlex
import subprocess

import pytest

from testbed.bed import Bed


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("readme") / "bed", rate=0) as pair:
        yield pair


@pytest.fixture(scope="module")
def blocks(top):
    text = (top / "README.md").read_text()
    found = re.findall(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(found) >= 8
    return found


def block(blocks, kind):
    texts = [text for words, text in blocks if words.strip() == kind]
    assert len(texts) == 1, f"README has {len(texts)} blocks of {kind}"
    return texts[0]


def commands(blocks):
    """Each command line of the shell blocks: continued lines joined, comments and sudo left out."""
    for words, text in blocks:
        if words.strip() not in ("sh", ""):
            continue
        for line in text.replace("|\n", "| ").splitlines():
            for part in re.split(r"&&|\|", line):
                argv = [word for word in shlex.split(part, comments=True)]
                if argv and argv[0] == "sudo":
                    argv = argv[3:] if argv[1:2] == ["-u"] else argv[1:]
                if argv:
                    yield argv


def test_the_configuration_is_good(blocks, bed, replwatch, tmp_path):
    text = block(blocks, "json replwatch.json")
    real = {"/run/mysqld/mysqld.sock": bed.values["replica"]["socket"],
            "/etc/stunnel/stunnel.conf": bed.values["stunnel-client"]["conf"],
            "/etc/replwatch/": f"{bed.values['directory']}/"}
    for written, there in real.items():
        assert written in text
        text = text.replace(written, str(there))
    config = tmp_path / "replwatch.json"
    config.write_text(text)
    done = subprocess.run([replwatch, "check-config", "--config", config], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 servers, 1 tunnels, 1 links" in done.stdout


def test_the_grants_are_enough(blocks, bed, replwatch):
    statements = block(blocks, "sql mariadb").replace("'replwatch'@", "'readme'@")
    for statement in filter(None, (each.strip() for each in statements.split(";"))):
        if statement.startswith("SET"):
            assert statement == "SET SESSION sql_log_bin = 0"
            continue  # of the session that goes on; here each statement has its own
        bed.sql("source", statement)
    granted = " ".join(next(iter(row.values())) for row in bed.sql("source", "SHOW GRANTS FOR 'readme'@'localhost'"))
    for privilege in ("BINLOG MONITOR", "SLAVE MONITOR", "PROCESS"):
        assert privilege in granted
    bed.sql("source", "DROP USER 'readme'@'localhost'")


def test_the_scrape_lines_are_good(blocks, tmp_path):
    (tmp_path / "prometheus.yml").write_text(block(blocks, "yaml prometheus"))
    done = subprocess.run(["promtool", "check", "config", tmp_path / "prometheus.yml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_of_replwatch_exists(blocks, replwatch):
    seen = 0
    for argv in commands(blocks):
        if argv[0] != "replwatch":
            continue
        words = [word for word in argv[1:] if not word.startswith("-")][:1]
        done = subprocess.run([replwatch, *words, "--help"], capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, argv
        for option in (word for word in argv if word.startswith("--")):
            assert option in done.stdout, f"{argv}: no option {option}"
        seen += 1
    assert seen >= 2


def test_every_script_and_preset_exists(blocks, top):
    presets = {each["name"] for each in json.loads((top / "CMakePresets.json").read_text())["configurePresets"]}
    scripts = [argv[0] for argv in commands(blocks) if "/" in argv[0] and not argv[0].startswith("/")]
    assert {"agent/demo", "tests/run"} <= set(scripts)
    for script in scripts:
        assert os.access(top / script, os.X_OK), script
        assert subprocess.run([top / script, "--help"], capture_output=True, timeout=60).returncode == 0, script
    for argv in commands(blocks):
        for word, value in zip(argv, argv[1:]):
            assert word != "--preset" or value in presets, argv


def test_the_plugin_line_says_ok(blocks, bed, build):
    lines = [argv for argv in commands(blocks) if argv[0].endswith("/nagios/plugins/check_mysql_replica")]
    assert len(lines) == 1
    there = {"/run/mysqld/mysqld.sock": bed.values["replica"]["socket"],
             "/etc/nagios4/replwatch.cnf": f"{bed.values['directory']}/server2.cnf"}
    argv = [str(there.get(word, word)) for word in lines[0][1:]]
    bed.wait_caught_up()
    done = subprocess.run([build / "nagios/check_mysql_replica", *argv], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("OK - ")


def test_the_log_plugins_line_says_ok(blocks, bed, build, tmp_path):
    lines = [argv for argv in commands(blocks) if argv[0].endswith("/nagios/plugins/check_stunnel_log")]
    assert len(lines) == 1
    there = {"/etc/stunnel/stunnel.conf": bed.values["stunnel-client"]["conf"],
             "/var/lib/nagios4/stunnel-mysql.place": tmp_path / "place"}
    argv = [str(there.get(word, word)) for word in lines[0][1:]]
    for says in ("first run: the next one counts", "no failures since the last run"):
        done = subprocess.run([build / "nagios/check_stunnel_log", *argv], capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stdout
        assert done.stdout.startswith(f"OK - {says}"), done.stdout
