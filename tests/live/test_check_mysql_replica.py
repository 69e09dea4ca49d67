"""check_mysql_replica against a real pair in the states that an operator meets, and against servers that misbehave."""

import os
import re
import socket
import subprocess
import threading
import time

import pytest

from testbed.bed import Bed
from testbed.waiting import wait_until
from testbed.wire import Connection

LABELS = ["lag", "delivery", "unreceived", "unapplied", "relay_log", "channels", "channels_running", "time"]
OK, WARNING, CRITICAL, UNKNOWN = range(4)


@pytest.fixture(scope="module")
def bed(tmp_path_factory):
    with Bed.up(tmp_path_factory.mktemp("pair") / "bed") as pair:
        pair.wait_caught_up()
        yield pair


@pytest.fixture(scope="module")
def plugin(build):
    program = build / "nagios/check_mysql_replica"
    assert program.is_file(), f"{program} is missing: build first"
    return program


class Answer:
    """One run: exit code, output, performance data, and how long it took."""

    def __init__(self, program, arguments, environment=None):
        start = time.monotonic()
        done = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True, timeout=30,
                              check=False, env={**os.environ, **(environment or {})})
        self.seconds = time.monotonic() - start
        self.code, self.text, self.trace = done.returncode, done.stdout, done.stderr
        self.first = self.text.splitlines()[0]
        assert len(self.first.encode()) < 1000 and len(self.text.encode()) < 4000
        self.perf = dict(re.findall(r"([a-z][a-z0-9_]*)=([^; ]*)", self.first.partition("|")[2]))
        word = ["OK", "WARNING", "CRITICAL", "UNKNOWN"][self.code]
        assert self.first.startswith(f"{word} - "), self.text

    def expect(self, code, *words):
        assert self.code == code, self.text
        for word in words:
            assert word in self.first, self.text
        assert list(self.perf) == LABELS, self.text
        return self


@pytest.fixture
def ask(bed, plugin):
    def run(*arguments, environment=None):
        replica = bed.values["replica"]
        return Answer(plugin, ["-H", "127.0.0.1", "-p", replica["port"], "-f", replica["option_file"], *arguments],
                      environment)
    return run


@pytest.fixture
def source_port(bed):
    return bed.values["source"]["port"]


def io_says(bed, state, number=None):
    def said():
        link = bed.link_status()
        return link and link["io"] == state and (number is None or link["last_io_errno"] == str(number))
    wait_until(said, f"the IO thread does not get to {state} {number}", 30)


def mend(bed):
    bed.sql("replica", "STOP SLAVE; START SLAVE")
    bed.wait_running()


def test_a_healthy_replica_is_ok_and_says_what_it_does_not_prove(ask):
    answer = ask().expect(OK, "both threads run", "delivery not verified")
    assert answer.perf["lag"] == "0s"
    assert answer.perf["channels"] == answer.perf["channels_running"] == "1"
    assert answer.perf["delivery"] == answer.perf["unreceived"] == "U"


def test_with_the_source_delivery_is_proved(ask, source_port):
    answer = ask("--source", f"127.0.0.1:{source_port}").expect(OK, "delivery verified")
    assert float(answer.perf["delivery"].rstrip("s")) < 3
    assert answer.perf["unreceived"] == "0B"


def test_through_the_socket_and_with_a_password_from_the_environment(bed, plugin):
    replica = bed.values["replica"]
    password = bed.values["passwords"]["replwatch"]
    answer = Answer(plugin, ["-s", replica["socket"], "-u", "replwatch", "--password-env", "SECRET", "-vvv"],
                    {"SECRET": password})
    answer.expect(OK, replica["socket"])
    assert password not in answer.text + answer.trace
    assert "replica[0] Slave_IO_Running = Yes" in answer.trace


def test_stopped_by_hand(bed, ask):
    bed.sql("replica", "STOP SLAVE SQL_THREAD")
    answer = ask().expect(CRITICAL, "the SQL thread is stopped, without an error", "START SLAVE SQL_THREAD")
    assert answer.perf["lag"] == "U"
    bed.sql("replica", "START SLAVE SQL_THREAD; STOP SLAVE IO_THREAD")
    ask().expect(CRITICAL, "the IO thread is stopped, without an error")
    mend(bed)
    ask().expect(OK)


def test_a_duplicate_key_is_named_by_number_and_its_text_only_on_request(bed, ask):
    row = "INSERT INTO entry (id, written_at, text) VALUES (900000001, 0, 'secret')"
    bed.sql("replica", f"SET sql_log_bin=0; {row}", "DB_1")
    bed.sql("source", row, "DB_1")
    wait_until(lambda: bed.link_status()["last_sql_errno"] == "1062", "no duplicate key", 30)
    assert "secret" not in ask().expect(CRITICAL, "the SQL thread stopped with an error", "1062").text
    assert "Duplicate entry" in ask("-v").text
    bed.sql("replica", "SET sql_log_bin=0; DELETE FROM entry WHERE id = 900000001", "DB_1")
    mend(bed)


def test_a_wrong_replication_password(bed, ask):
    change = "STOP SLAVE; CHANGE MASTER TO MASTER_PASSWORD='{}'; START SLAVE"
    bed.sql("replica", change.format("wrong"))
    io_says(bed, "Connecting", 1045)
    ask().expect(CRITICAL, "the source refuses the replication account", "error 1045")
    bed.sql("replica", change.format(bed.values["passwords"]["db_rep"]))
    bed.wait_running()


def test_the_tunnel_at_the_replica_is_down(bed, ask):
    bed.kill("stunnel-client")
    io_says(bed, "Connecting", 2003)
    ask().expect(CRITICAL, "the stunnel at the replica is down", "error 2003 (refused)")
    bed.start("stunnel-client")
    mend(bed)


def test_a_frozen_tunnel_is_found_with_the_source_and_not_denied_without(bed, ask, source_port):
    bed.freeze("stunnel-client")
    try:
        # Several rows: one alone may have been under way while the two were counted, and arrive still.
        wait_until(lambda: sum(bed.rows("source").values()) - sum(bed.rows("replica").values()) > 3, "rows are not missing", 20)
        ask().expect(OK, "delivery not verified")
        answer = ask("--source", f"127.0.0.1:{source_port}").expect(CRITICAL, "nothing comes from source")
        assert answer.perf["lag"] == "0s"
        assert int(answer.perf["unreceived"].rstrip("B")) > 0
    finally:
        bed.thaw("stunnel-client")
    bed.wait_caught_up()


def test_a_source_that_is_another_server(ask, bed):
    ask("--source", f"127.0.0.1:{bed.values['replica']['port']}").expect(UNKNOWN, "is not the source of what was")


def test_a_silent_source_is_critical(ask):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = ask("-t", "2", "--source", f"127.0.0.1:{silent.getsockname()[1]}")
    answer.expect(CRITICAL, "the source (MASTER) accepts connections and does not answer")
    assert answer.seconds < 2


def test_a_server_that_is_no_replica(bed, plugin):
    source = bed.values["source"]
    answer = Answer(plugin, ["-H", "127.0.0.1", "-p", source["port"], "-f", source["option_file"]])
    answer.expect(CRITICAL, "no replica (SLAVE)")
    assert answer.perf["channels"] == "0"


def test_no_channel_is_hidden(bed, ask):
    bed.sql("replica", "CHANGE MASTER 'voms' TO MASTER_HOST='server3.domain.one', MASTER_USER='db_rep'")
    try:
        answer = ask().expect(CRITICAL, "2 channels, 1 not well", "channel 'voms'")
        assert answer.perf["channels"] == "2" and answer.perf["channels_running"] == "1"
        ask("--channel", "voms").expect(CRITICAL, "channel 'voms'")
        ask("--channel", "").expect(OK)
    finally:
        bed.sql("replica", "RESET SLAVE 'voms' ALL")
    ask("--channel", "voms").expect(CRITICAL, "no channel named voms")


def test_the_missing_grant_can_be_pasted(bed, plugin):
    replica = bed.values["replica"]
    bed.sql("replica", "SET sql_log_bin=0; CREATE OR REPLACE USER newcomer@'127.0.0.%' IDENTIFIED BY 'pw'")
    arguments = ["-H", "127.0.0.1", "-p", replica["port"], "-u", "newcomer", "--password-env", "PW"]
    denied = Answer(plugin, arguments, {"PW": "pw"}).expect(UNKNOWN, "on that server: GRANT ")
    bed.sql("replica", "SET sql_log_bin=0; " + re.search(r"GRANT [^|]*", denied.first).group())
    Answer(plugin, arguments, {"PW": "pw"}).expect(OK)
    Answer(plugin, arguments, {"PW": "wrong"}).expect(UNKNOWN, "login refused")
    bed.sql("replica", "SET sql_log_bin=0; DROP USER newcomer@'127.0.0.%'")


def test_a_connection_limit_is_not_blamed_on_replication(bed, plugin):
    replica = bed.values["replica"]
    bed.sql("replica", "SET sql_log_bin=0; CREATE OR REPLACE USER crowd@'127.0.0.1' IDENTIFIED BY 'pw'"
                       " WITH MAX_USER_CONNECTIONS 1")
    with Connection(("127.0.0.1", replica["port"]), "crowd", "pw"):
        Answer(plugin, ["-H", "127.0.0.1", "-p", replica["port"], "-u", "crowd", "--password-env", "PW"],
               {"PW": "pw"}).expect(UNKNOWN, "connection limit")
    bed.sql("replica", "SET sql_log_bin=0; DROP USER crowd@'127.0.0.1'")


def test_an_option_file_is_refused_when_it_is_not_there_or_open_to_others(bed, ask, tmp_path):
    ask("-f", tmp_path / "none.cnf").expect(UNKNOWN, "none.cnf", "it must be there")
    loose = tmp_path / "open.cnf"
    loose.write_text("[client]\nuser=replwatch\npassword=s3cret\n")
    loose.chmod(0o644)
    assert "s3cret" not in ask("-f", loose, "-v").expect(UNKNOWN, "chmod 600").text


def test_what_hangs_outside_the_loop_ends_at_the_timeout_too(ask, tmp_path):
    os.mkfifo(tmp_path / "pipe.cnf", 0o600)  # like a file on a dead network mount
    answer = ask("-f", tmp_path / "pipe.cnf", "-t", "1").expect(CRITICAL, "no answer within the timeout of 1 s")
    assert answer.seconds < 1.2


def test_nobody_listens(plugin):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    Answer(plugin, ["-H", "127.0.0.1", "-p", port]).expect(CRITICAL, "refuses connections")
    Answer(plugin, ["-s", "/nonexistent/mysqld.sock"]).expect(CRITICAL, "refuses connections")


def test_a_name_that_does_not_resolve(plugin):
    answer = Answer(plugin, ["-H", "no-such-host.invalid", "-t", "3"]).expect(CRITICAL, "no-such-host.invalid")
    assert answer.seconds < 3


def test_a_frozen_replica_ends_at_the_timeout(bed, ask):
    bed.freeze("replica")
    try:
        answer = ask("-t", "2").expect(CRITICAL, "accepts connections and does not answer")
    finally:
        bed.thaw("replica")
    assert 1.5 < answer.seconds < 2.1
    bed.wait_running()


def test_a_port_that_accepts_and_is_silent(plugin):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = Answer(plugin, ["-H", "127.0.0.1", "-p", silent.getsockname()[1], "-t", "1"])
    answer.expect(CRITICAL, "does not answer")
    assert 0.8 < answer.seconds < 1.1


class Between:
    """A proxy before the replica: `deliver(client, data)` passes on what the server says, well or badly."""

    def __init__(self, target, deliver):
        self.target, self.deliver = target, deliver
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            for source, sink, pass_on in ((client, server, socket.socket.sendall), (server, client, self.deliver)):
                threading.Thread(target=self._pump, args=(source, sink, pass_on), daemon=True).start()

    @staticmethod
    def _pump(source, sink, pass_on):
        try:
            while data := source.recv(65536):
                pass_on(sink, data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def byte_by_byte(client, data):
    for position in range(len(data)):
        client.sendall(data[position:position + 1])
        time.sleep(0.2)


def drop_after_the_greeting(client, data):
    client.sendall(data)
    if b"MariaDB" in data:
        client.shutdown(socket.SHUT_RDWR)


def hold_back_the_status(client, data):
    at = data.find(b"Connection_name")
    client.sendall(data if at < 0 else data[:at - 14])  # all of the answer before it


def test_a_server_that_trickles_ends_at_the_timeout(bed, ask):
    with Between(bed.values["replica"]["port"], byte_by_byte) as between:
        answer = ask("-p", between.port, "-t", "2").expect(CRITICAL)
    assert 1.5 < answer.seconds < 2.1


def test_a_server_that_drops_the_connection(bed, ask):
    with Between(bed.values["replica"]["port"], drop_after_the_greeting) as between:
        answer = ask("-p", between.port, "-t", "2").expect(CRITICAL, "connection lost")
    assert answer.seconds < 2


def test_a_status_that_hangs_is_told_from_a_server_that_hangs_and_its_statement_is_killed(bed, ask):
    def kills():
        return int(bed.sql("replica", "SHOW GLOBAL STATUS LIKE 'Com_kill'")[0]["Value"])
    before = kills()
    with Between(bed.values["replica"]["port"], hold_back_the_status) as between:
        answer = ask("-p", between.port, "-t", "3").expect(CRITICAL, "events cannot be stored")
    assert answer.seconds < 3.1
    assert kills() == before + 1
