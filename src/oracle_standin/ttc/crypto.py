"""The password verifier of Oracle Database 12c and the key exchange built on it: PBKDF2, SHA-512 and AES in CBC mode.

Neither the password nor anything that yields it is stored: a verifier is a hash with a salt of its own.
"""

import hashlib
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK_BYTES = 16
_SALT_BYTES = 16
_KEY_BYTES = 32
_VERIFIER_ROUNDS = 4096
_SESSION_ROUNDS = 3
_SERVER_PROOF = b"SERVER_TO_CLIENT"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the server sends in phase one and needs again in phase two."""

    verifier_salt: bytes
    verifier: bytes
    session_salt: bytes
    server_key: bytes
    verifier_rounds: int = _VERIFIER_ROUNDS
    session_rounds: int = _SESSION_ROUNDS

    @property
    def encrypted_server_key(self) -> bytes:
        """The server's half of the session key, readable for who knows the password."""
        return _encrypt(self.verifier, self.server_key)


def create_verifier(password: str) -> tuple[bytes, bytes]:
    """A new salt, and the hash of the password with it."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return salt, _verifier(password.encode(), salt)


def create_challenge(stored: tuple[bytes, bytes] | None) -> Challenge:
    """A challenge for the owner of a stored salt and verifier; one that nobody can meet for an unknown user."""
    salt, verifier = stored or (secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_KEY_BYTES))
    return Challenge(salt, verifier, secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_KEY_BYTES))


def session_key(challenge: Challenge, encrypted_client_key: bytes) -> bytes | None:
    """The key that both sides have after phase one if the client knows the password; None for a key of a wrong size."""
    if len(encrypted_client_key) != _KEY_BYTES:
        return None
    client_key = _decrypt(challenge.verifier, encrypted_client_key)
    return hashlib.pbkdf2_hmac(
        "sha512",
        (client_key + challenge.server_key).hex().upper().encode(),
        challenge.session_salt,
        challenge.session_rounds,
        _KEY_BYTES,
    )


def decrypt_password(key: bytes, encrypted: bytes) -> bytes:
    """A password that the client encrypted with the session key; something else for another key."""
    if len(encrypted) <= _BLOCK_BYTES or len(encrypted) % _BLOCK_BYTES:
        return b""
    plain = _decrypt(key, encrypted)
    return plain[_BLOCK_BYTES : len(plain) - plain[-1]]  # 16 random bytes in front, padding behind


def is_password(password: bytes, salt: bytes, verifier: bytes) -> bool:
    """Whether this is the password of a stored salt and verifier."""
    return secrets.compare_digest(_verifier(password, salt), verifier)


def server_proof(key: bytes) -> bytes:
    """The server's proof to know the verifier."""
    padding = bytes((_BLOCK_BYTES,)) * _BLOCK_BYTES
    return _encrypt(key, secrets.token_bytes(_BLOCK_BYTES) + _SERVER_PROOF + padding)


def _verifier(password: bytes, salt: bytes) -> bytes:
    key = hashlib.pbkdf2_hmac("sha512", password, salt + b"AUTH_PBKDF2_SPEEDY_KEY", _VERIFIER_ROUNDS, 64)
    return hashlib.sha512(key + salt).digest()[:_KEY_BYTES]


# The protocol fixes CBC with a zero vector; each key encrypts one message with random bytes in front.
def _encrypt(key: bytes, plain: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.CBC(bytes(_BLOCK_BYTES))).encryptor().update(plain)


def _decrypt(key: bytes, encrypted: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.CBC(bytes(_BLOCK_BYTES))).decryptor().update(encrypted)
