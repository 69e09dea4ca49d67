"""A certificate authority made on the spot with openssl: CA, host certificates with grid-like names, CRLs.

Subjects are lists of (type, value), because the CN of a grid host has a slash in it. All times are UTC datetimes.
"""

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

from . import processes

CONFIGURATION = """[ca]
default_ca = authority
[authority]
new_certs_dir = {directory}
database = {directory}/index.txt
serial = {directory}/serial
crlnumber = {directory}/crlnumber
certificate = {directory}/ca.pem
private_key = {directory}/ca.key
default_md = sha256
unique_subject = no
preserve = yes
policy = any
email_in_dn = yes
[any]
domainComponent = optional
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[authority_extensions]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[host_extensions]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = {usage}
subjectAltName = DNS:{host}
[req]
distinguished_name = empty
string_mask = utf8only
[empty]
"""


def subject_text(subject):
    """The -subj argument of openssl for a list of (type, value)."""
    return "".join(f"/{kind}=" + value.replace("\\", "\\\\").replace("/", "\\/") for kind, value in subject)


def _openssl_time(instant):
    return instant.astimezone(timezone.utc).strftime("%Y%m%d%H%M%SZ")


class Authority:
    """One CA in a directory of its own; `bed` is the directory whose mark its openssl processes carry."""

    def __init__(self, directory, bed):
        self.directory = Path(directory)
        self.bed = bed
        self.certificate = self.directory / "ca.pem"

    def create(self, subject, days=3650):
        self.directory.mkdir(parents=True)
        (self.directory / "index.txt").touch()
        (self.directory / "serial").write_text("01\n")
        (self.directory / "crlnumber").write_text("01\n")
        self._configure()
        self._new_key(self.directory / "ca.key")
        self._openssl("req", "-new", "-x509", "-key", self.directory / "ca.key", "-subj", subject_text(subject),
                      "-days", str(days), "-extensions", "authority_extensions", "-out", self.certificate)
        return self

    def issue(self, subject, certificate, key, not_before=None, not_after=None, usage="serverAuth, clientAuth"):
        """Writes a new key (mode 0600) and its certificate; valid from an hour ago for 395 days unless said otherwise."""
        now = datetime.now(timezone.utc)
        self._configure(host=subject[-1][1].split("/")[-1], usage=usage)
        request = self.directory / "request.pem"
        self._new_key(key)
        self._openssl("req", "-new", "-key", key, "-subj", subject_text(subject), "-out", request)
        self._openssl("ca", "-batch", "-notext", "-extensions", "host_extensions", "-in", request, "-out", certificate,
                      "-startdate", _openssl_time(not_before or now - timedelta(hours=1)),
                      "-enddate", _openssl_time(not_after or now + timedelta(days=395)))

    def revoke(self, certificate):
        self._openssl("ca", "-revoke", certificate)

    def publish(self, folder, last_update=None, next_update=None):
        """Puts CA and CRL into a CApath folder under both hash styles; the CRL is good for 30 days unless said otherwise."""
        now = datetime.now(timezone.utc)
        crl = self.directory / "crl.pem"
        self._openssl("ca", "-gencrl", "-out", crl,
                      "-crl_lastupdate", _openssl_time(last_update or now - timedelta(hours=1)),
                      "-crl_nextupdate", _openssl_time(next_update or now + timedelta(days=30)))
        for style in ("-subject_hash", "-subject_hash_old"):
            name = self._openssl("x509", "-noout", style, "-in", self.certificate).strip()
            for source, suffix in ((self.certificate, ".0"), (crl, ".r0")):
                target = Path(folder) / (name + suffix)
                target.write_bytes(source.read_bytes())
                target.chmod(0o644)

    def _new_key(self, path):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        self._openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path)
        os.chmod(path, 0o600)

    def _configure(self, host="localhost", usage="serverAuth"):
        text = CONFIGURATION.format(directory=self.directory, host=host, usage=usage)
        (self.directory / "openssl.cnf").write_text(text)

    def _openssl(self, command, *arguments):
        configured = ["-config", self.directory / "openssl.cnf"] if command in ("ca", "req") else []
        return processes.run([str(word) for word in ("openssl", command, *configured, *arguments)], self.bed)
