"""A client for the MySQL protocol that needs no package: log in with a password, send statements, read rows as text.

Every call has one overall deadline in seconds, whatever the server does; WireError when it is missed or the
connection breaks, SqlError (with .number) when the server refuses a statement.
"""

import hashlib
import socket
import struct
import time

CLIENT_FLAGS = (0x1 | 0x8 | 0x200 | 0x2000 | 0x8000 | 0x10000 | 0x20000 | 0x80000)
CONNECT_WITH_DB = 0x8
MORE_RESULTS = 0x8
UTF8MB4 = 45
NO_SHORT_WAY = b"\x01\x04"  # caching_sha2_password: this account has not logged in since the server started


class WireError(Exception):
    """The connection could not be made, broke, or did not answer in time."""


class SqlError(Exception):
    """The server's refusal; `number` is its error number."""

    def __init__(self, number, text):
        super().__init__(f"({number}) {text}")
        self.number = number


def _native_password(password, salt):
    if not password:
        return b""
    inner = hashlib.sha1(password.encode()).digest()
    outer = hashlib.sha1(salt + hashlib.sha1(inner).digest()).digest()
    return bytes(a ^ b for a, b in zip(inner, outer))


def _sha2_password(password, salt):
    if not password:
        return b""
    inner = hashlib.sha256(password.encode()).digest()
    outer = hashlib.sha256(hashlib.sha256(inner).digest() + salt).digest()
    return bytes(a ^ b for a, b in zip(inner, outer))


ANSWERS = {"mysql_native_password": _native_password, "caching_sha2_password": _sha2_password}


def _length(packet, at):
    """(length-encoded integer or None for NULL, position behind it)."""
    first = packet[at]
    if first < 0xFB:
        return first, at + 1
    if first == 0xFB:
        return None, at + 1
    size = {0xFC: 2, 0xFD: 3, 0xFE: 8}[first]
    return int.from_bytes(packet[at + 1:at + 1 + size], "little"), at + 1 + size


def _strings(packet):
    """The length-encoded strings of a packet; None is NULL."""
    values, at = [], 0
    while at < len(packet):
        size, at = _length(packet, at)
        values.append(None if size is None else packet[at:at + size].decode("utf-8", "replace"))
        at += size or 0
    return values


class Connection:
    """One connection; `address` is a socket's path or (host, port)."""

    def __init__(self, address, user, password, database="", deadline=5.0):
        self._end = time.monotonic() + deadline
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(deadline)
            self._socket.connect(address)
            self._login(user, password, database)
        except OSError as error:
            self.close()
            raise WireError(f"{address}: {error}") from None
        except (WireError, SqlError):
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self._socket.settimeout(0.1)
            self._socket.sendall(b"\x01\0\0\0\x01")  # without this goodbye the server logs an aborted connection
        except OSError:
            pass
        self._socket.close()

    def query(self, text, deadline=10.0):
        """Sends a statement, or several with `;` between; the rows of the last one as dicts of column to text."""
        self._end = time.monotonic() + deadline
        self._sequence = 0
        self._send(b"\x03" + text.encode())
        rows, more = self._result()
        while more:
            rows, more = self._result()
        return rows

    def _login(self, user, password, database):
        greeting = self._read()
        rest = greeting[greeting.index(b"\0", 1) + 5:]
        salt = rest[:8] + rest[27:39]
        method = rest[40:].split(b"\0")[0].decode("ascii", "replace")
        method = method if method in ANSWERS else "mysql_native_password"
        answer = ANSWERS[method](password, salt)
        flags = CLIENT_FLAGS if database else CLIENT_FLAGS & ~CONNECT_WITH_DB
        self._send(struct.pack("<IIB23x", flags, 1 << 24, UTF8MB4) + user.encode() + b"\0" + bytes([len(answer)]) + answer
                   + (database.encode() + b"\0" if database else b"") + method.encode() + b"\0")
        reply = self._read()
        if reply[0] == 0xFE:
            method, _, salt = reply[1:].partition(b"\0")
            if method.decode("ascii", "replace") not in ANSWERS:
                raise WireError(f"the server wants to log in by {method.decode('ascii', 'replace')}")
            self._send(ANSWERS[method.decode()](password, salt.rstrip(b"\0")))
            reply = self._read()
        if reply == NO_SHORT_WAY:
            if self._socket.family != socket.AF_UNIX:
                raise WireError("the first login of this account has to be made over the server's socket")
            self._send(password.encode() + b"\0")  # what no network sees may go in clear
        while reply[0] == 1:
            reply = self._read()

    def _result(self):
        first = self._read()
        if first[0] == 0:
            _, at = _length(first, 1)
            _, at = _length(first, at)
            return [], bool(int.from_bytes(first[at:at + 2], "little") & MORE_RESULTS)
        columns = [_strings(self._read())[4] for _ in range(_length(first, 0)[0])]
        self._read()
        rows = []
        while True:
            packet = self._read()
            if packet[0] == 0xFE and len(packet) < 9:
                return rows, bool(int.from_bytes(packet[3:5], "little") & MORE_RESULTS)
            rows.append(dict(zip(columns, _strings(packet))))

    def _read(self):
        packet = b""
        while True:
            header = self._receive(4)
            size = int.from_bytes(header[:3], "little")
            self._sequence = header[3] + 1
            packet += self._receive(size)
            if size < 0xFFFFFF:
                break
        if not packet:
            raise WireError("empty packet")
        if packet[0] == 0xFF:
            text = packet[3:].decode("utf-8", "replace")
            raise SqlError(int.from_bytes(packet[1:3], "little"), text[6:] if text[:1] == "#" else text)
        return packet

    def _receive(self, size):
        parts = []
        while size:
            part = self._timed(self._socket.recv, min(size, 1 << 16))
            if not part:
                raise WireError("the server closed the connection")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _send(self, payload):
        for at in range(0, len(payload) + 1, 0xFFFFFF):
            part = payload[at:at + 0xFFFFFF]
            self._timed(self._socket.sendall, len(part).to_bytes(3, "little") + bytes([self._sequence & 0xFF]) + part)
            self._sequence += 1

    def _timed(self, call, argument):
        left = self._end - time.monotonic()
        if left <= 0:
            raise WireError("no answer in time")
        self._socket.settimeout(left)
        try:
            return call(argument)
        except TimeoutError:
            raise WireError("no answer in time") from None
        except OSError as error:
            raise WireError(str(error)) from None
