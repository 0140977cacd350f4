import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle_standin.ttc.crypto import (
    Challenge,
    create_challenge,
    create_verifier,
    decrypt_password,
    is_password,
    server_proof,
    session_key,
)


def prove(challenge: Challenge, client_key: bytes, password: bytes) -> bytes | None:
    """What the server does with phase two."""
    key = session_key(challenge, client_key)
    if key is None or not is_password(decrypt_password(key, password), challenge.verifier_salt, challenge.verifier):
        return None
    return server_proof(key)


class Client:
    """What a driver does with a challenge (python-oracledb, auth.pyx)."""

    def __init__(self, password: str, challenge: Challenge) -> None:
        salt = challenge.verifier_salt
        stretched = hashlib.pbkdf2_hmac(
            "sha512", password.encode(), salt + b"AUTH_PBKDF2_SPEEDY_KEY", challenge.verifier_rounds, 64
        )
        password_hash = hashlib.sha512(stretched + salt).digest()[:32]
        server_key = cipher(password_hash).decryptor().update(challenge.encrypted_server_key)
        client_key = secrets.token_bytes(32)
        self.session_key = hashlib.pbkdf2_hmac(
            "sha512",
            (client_key + server_key).hex().upper().encode(),
            challenge.session_salt,
            challenge.session_rounds,
            32,
        )
        self.encrypted_client_key = cipher(password_hash).encryptor().update(client_key)
        plain = secrets.token_bytes(16) + password.encode()
        padding = 16 - len(plain) % 16
        self.encrypted_password = cipher(self.session_key).encryptor().update(plain + bytes((padding,)) * padding)

    def is_proof(self, proof: bytes) -> bool:
        return cipher(self.session_key).decryptor().update(proof)[16:32] == b"SERVER_TO_CLIENT"


def cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(bytes(16)))


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=40))
def test_who_knows_the_password_gets_the_proof_that_the_server_knows_it_too(password: str) -> None:
    challenge = create_challenge(create_verifier(password))
    client = Client(password, challenge)

    proof = prove(challenge, client.encrypted_client_key, client.encrypted_password)

    assert proof is not None
    assert client.is_proof(proof)


def test_another_password_gets_no_proof() -> None:
    challenge = create_challenge(create_verifier("right"))
    client = Client("wrong", challenge)

    assert prove(challenge, client.encrypted_client_key, client.encrypted_password) is None


def test_nobody_meets_the_challenge_of_an_unknown_user() -> None:
    challenge = create_challenge(None)
    client = Client("", challenge)

    assert prove(challenge, client.encrypted_client_key, client.encrypted_password) is None


@settings(max_examples=20)
@given(st.binary(max_size=64), st.binary(max_size=64))
def test_garbage_gets_no_proof(client_key: bytes, password: bytes) -> None:
    challenge = create_challenge(create_verifier("right"))

    assert prove(challenge, client_key, password) is None


def test_a_verifier_shows_neither_the_password_nor_that_two_are_the_same() -> None:
    salt, verifier = create_verifier("secret")

    assert b"secret" not in salt + verifier
    assert create_verifier("secret") != (salt, verifier)
