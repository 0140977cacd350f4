"""A certificate authority for tests, and what it issues: certificates of servers, wallets of clients."""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from oracle_standin import Tls

_VALID = dt.timedelta(days=1)


def distinguished_name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


class Authority:
    """Issues certificates and writes them into a folder."""

    def __init__(self, folder: Path, name: str = "Test CA") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = distinguished_name(name)
        constraint = x509.BasicConstraints(ca=True, path_length=0)
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = self._builder(self._name, self._key).add_extension(constraint, critical=True)
        self._certificate = builder.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())
        self.certificate_file = self._write("ca.pem", self._pem)

    def server(self, *, common_name: str = "localhost", client_authority: "Authority | None" = None) -> Tls:
        """Certificate and key of a server that is reached as `localhost` and 127.0.0.1."""
        key, certificate = self._issue(common_name, ExtendedKeyUsageOID.SERVER_AUTH)
        return Tls(
            self._write("server.pem", certificate),
            self._write("server.key", _private(key)),
            client_authority.certificate_file if client_authority else None,
        )

    def wallet(self, *, password: str | None = None, is_client: bool = False) -> Path:
        """A folder with `ewallet.pem`: this authority and, with `is_client`, a client's certificate and key."""
        folder = self._folder / f"wallet_{'mutual' if is_client else 'one_way'}_{password or 'open'}"
        folder.mkdir(exist_ok=True)
        parts = self._pem
        if is_client:
            key, certificate = self._issue("loader", ExtendedKeyUsageOID.CLIENT_AUTH)
            parts = _private(key, password) + certificate + parts
        (folder / "ewallet.pem").write_bytes(parts)
        return folder

    @property
    def _pem(self) -> bytes:
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def _issue(self, common_name: str, usage: x509.ObjectIdentifier) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.DNSName("127.0.0.1")])
        authority_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = (
            self._builder(distinguished_name(common_name), key)
            .add_extension(names, critical=False)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(authority_key, critical=False)
        )
        certificate = builder.sign(self._key, hashes.SHA256())
        return key, certificate.public_bytes(serialization.Encoding.PEM)

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _VALID)
            .not_valid_after(now + _VALID)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def _write(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        path.write_bytes(content)
        return path


def _private(key: ec.EllipticCurvePrivateKey, password: str | None = None) -> bytes:
    encryption = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
