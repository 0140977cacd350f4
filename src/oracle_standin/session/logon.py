"""Who logs on: the two phases of AUTH, changed passwords, and what the session is to look like."""

from dataclasses import dataclass

from oracle_standin.engine.database import Database
from oracle_standin.engine.session import EngineSession
from oracle_standin.engine.session_registry import Client
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.faults.fault import Point
from oracle_standin.faults.schedule import Faults
from oracle_standin.profiles import Profile
from oracle_standin.session.cursors import MAX_OPEN_CURSORS
from oracle_standin.session.greeting import Greeting
from oracle_standin.session.injection import Injector
from oracle_standin.session.messages import Message, send_answer
from oracle_standin.tns.packets import PacketStream
from oracle_standin.ttc.auth import (
    AuthMode,
    AuthRequest,
    ChangePassword,
    SessionFacts,
    hex_value,
    invalid_credentials,
    read_auth,
    write_challenge,
    write_welcome,
)
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.crypto import (
    Challenge,
    create_challenge,
    create_verifier,
    decrypt_password,
    is_password,
    server_proof,
    session_key,
)
from oracle_standin.ttc.functions import Function

_DEFAULT_EDITION = "ORA$BASE"
_MAX_PASSWORD_BYTES = 1024  # Security Guide 23ai, "Minimum Requirements for Passwords"


@dataclass(frozen=True, slots=True)
class Service:
    """What clients connect to; `protocol` is Oracle Net's name of the transport, tcp or tcps."""

    name: str
    database: Database
    faults: Faults
    profile: Profile
    protocol: str = "tcp"

    @property
    def capabilities(self) -> Capabilities:
        """What the server offers."""
        return Capabilities(self.profile.field_version, self.profile.max_string_bytes)


@dataclass(frozen=True, slots=True)
class SessionIdentity:
    """Session id and serial number, as in V$SESSION."""

    session_id: int
    serial: int


@dataclass(frozen=True, slots=True)
class Login:
    """An open session of the engine, whose it is, and the key that encrypts passwords."""

    engine: EngineSession
    user: str
    key: bytes


def folded_name(name: str) -> str:
    """The name as the dictionary has it: upper case unless it is quoted."""
    return name[1:-1] if len(name) > 2 and name[0] == name[-1] == '"' else name.upper()


def log_on(
    stream: PacketStream, service: Service, identity: SessionIdentity, greeting: Greeting, injector: Injector
) -> Login:
    """Challenge the client, check its password and open the session.

    Raises:
        OracleError: ORA-01017, or another reason to refuse the client.
    """
    capabilities, phase_one = greeting.capabilities, greeting.first_auth
    if phase_one.function != Function.AUTH_PHASE_ONE:  # with a token, or as a user of the operating system
        raise UnsupportedError("authentication without user and password")
    user = folded_name(phase_one.user)
    challenge = create_challenge(service.database.verifier(user))
    send_answer(stream, write_challenge(challenge, capabilities))
    request = read_auth(Message(stream).reader, capabilities)
    key = _checked(challenge, request)
    _refuse_special(request)
    if "AUTH_NEWPASSWORD" in request.pairs:
        _set_password(service.database, user, decrypt_password(key, hex_value(request, "AUTH_NEWPASSWORD")))
    engine = service.database.open_session(
        user,
        session_id=identity.session_id,
        serial=identity.serial,
        faults=injector.of_statement,
        client=_client(phase_one, request, service),
    )
    try:
        if alter_session := request.pairs.get("AUTH_ALTER_SESSION"):
            engine.execute(alter_session)
        facts = SessionFacts(identity.session_id, identity.serial, service.name, MAX_OPEN_CURSORS, service.profile)
        with injector.at({Point.LOGON}):
            send_answer(stream, write_welcome(server_proof(key), facts, capabilities))
    except BaseException:
        engine.close()
        raise
    return Login(engine, user, key)


def change_password(database: Database, login: Login, request: ChangePassword) -> None:
    """Change the password of a session's user.

    Raises:
        OracleError: ORA-28008 when the old one is wrong, ORA-00988 when the new one is none.
    """
    stored = database.verifier(login.user)
    if stored is None or not is_password(decrypt_password(login.key, request.old), *stored):
        raise OracleError(28008, "invalid old password")
    _set_password(database, login.user, decrypt_password(login.key, request.new))


def _checked(challenge: Challenge, request: AuthRequest) -> bytes:
    """The key of a client that knows the password (ORA-01017)."""
    key = session_key(challenge, hex_value(request, "AUTH_SESSKEY"))
    if key is None:
        raise invalid_credentials()
    password = decrypt_password(key, hex_value(request, "AUTH_PASSWORD"))
    if not is_password(password, challenge.verifier_salt, challenge.verifier):
        raise invalid_credentials()
    return key


def _refuse_special(request: AuthRequest) -> None:
    """Refuse what an account without special privileges cannot ask for."""
    if request.mode & ~AuthMode.ORDINARY:  # SYSDBA and the like: no account is in the password file
        raise invalid_credentials()
    if "PROXY_CLIENT_NAME" in request.pairs:
        raise OracleError(28150, "proxy not authorized to connect as client")
    if request.pairs.get("AUTH_ORA_EDITION", _DEFAULT_EDITION).upper() != _DEFAULT_EDITION:
        raise OracleError(38802, "edition does not exist")
    if "AUTH_APPCTX_NSPACE" in request.pairs:
        raise UnsupportedError("application contexts")


def _set_password(database: Database, user: str, password: bytes) -> None:
    try:
        text = password.decode()
    except UnicodeDecodeError:
        text = ""
    if not 0 < len(password) <= _MAX_PASSWORD_BYTES or not text:
        raise OracleError(988, "missing or invalid password(s)")
    salt, verifier = create_verifier(text)
    database.create_user(user, salt=salt, verifier=verifier)


def _client(phase_one: AuthRequest, phase_two: AuthRequest, service: Service) -> Client:
    said = phase_one.pairs
    return Client(
        service_name=service.name,
        protocol=service.protocol,
        program=said.get("AUTH_PROGRAM_NM", ""),
        machine=said.get("AUTH_MACHINE", ""),
        os_user=said.get("AUTH_SID", ""),
        terminal=said.get("AUTH_TERMINAL", ""),
        process=said.get("AUTH_PID", ""),
        driver=phase_two.pairs.get("SESSION_CLIENT_DRIVER_NAME", ""),
    )
