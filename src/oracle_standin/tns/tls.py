"""TLS, which Oracle Net calls tcps: everything travels inside it, from the first packet on."""

import socket
import ssl
from dataclasses import dataclass
from pathlib import Path


class TlsError(RuntimeError):
    """The certificates cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM files of a server that speaks tcps.

    Attributes:
        certificate: The server's certificate, followed by intermediate ones if there are any.
        key: Its private key, not encrypted.
        client_ca: Who issues the certificates that clients must have (mutual TLS); None asks for none.
    """

    certificate: Path
    key: Path
    client_ca: Path | None = None

    def context(self) -> ssl.SSLContext:
        """What turns sockets into TLS sockets.

        Raises:
            TlsError: A file is missing or does not hold what it should.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        _check(self.certificate, b"-----BEGIN CERTIFICATE-----", "certificate")
        _check(self.key, b"PRIVATE KEY-----", "private key")
        try:
            context.load_cert_chain(self.certificate, self.key, password=_no_password)
        except (OSError, ValueError) as error:
            raise TlsError(f"the certificate {self.certificate} with the key {self.key}: {_reason(error)}") from error
        if self.client_ca is not None:
            _check(self.client_ca, b"-----BEGIN CERTIFICATE-----", "certificate")
            try:
                context.load_verify_locations(self.client_ca)
            except OSError as error:
                raise TlsError(f"the client CA {self.client_ca}: {_reason(error)}") from error
            context.verify_mode = ssl.CERT_REQUIRED
        return context


def wrapped(connection: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
    """The connection inside TLS; whoever reads or writes first waits for the handshake."""
    return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)


def _check(file: Path, wanted: bytes, what: str) -> None:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise TlsError(f"{file} cannot be read: {error.strerror}") from error
    if wanted not in content:
        raise TlsError(f"{file} holds no {what} in PEM form")


def _no_password() -> str:
    raise ValueError("the key is encrypted: store it without a password")


def _reason(error: Exception) -> str:
    if not isinstance(error, ssl.SSLError):
        return str(error)
    if error.reason == "KEY_VALUES_MISMATCH":
        return "they do not belong together"
    return "they are damaged, or too weak for TLS"
