"""From the first packet to an authenticated user: CONNECT, PROTOCOL, DATA TYPES and the two phases of AUTH."""

from dataclasses import dataclass, replace

from oracle_standin.engine.database import Database
from oracle_standin.engine.session import EngineSession
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.profiles import Profile
from oracle_standin.session.cursors import MAX_OPEN_CURSORS
from oracle_standin.session.messages import next_message
from oracle_standin.tns.connect import ConnectRequest, accept, read_connect, refuse
from oracle_standin.tns.packets import PacketStream
from oracle_standin.ttc.auth import (
    AuthRequest,
    SessionFacts,
    hex_value,
    invalid_credentials,
    read_auth,
    write_challenge,
    write_welcome,
)
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.crypto import create_challenge, prove
from oracle_standin.ttc.data_types import ANSWER, read_data_types
from oracle_standin.ttc.functions import Function
from oracle_standin.ttc.protocol import read_protocol, write_protocol

_ORDINARY_LOGON = 0x101  # constants.pxi: TNS_AUTH_MODE_LOGON and _WITH_PASSWORD
_UNSUPPORTED_PAIRS = {
    "AUTH_NEWPASSWORD": "changing a password",
    "PROXY_CLIENT_NAME": "proxy users",
    "AUTH_TOKEN": "access tokens",
    "AUTH_ORA_EDITION": "editions",
    "AUTH_APPCTX_NSPACE": "application contexts",
}


@dataclass(frozen=True, slots=True)
class Service:
    """What clients connect to."""

    name: str
    database: Database
    profile: Profile

    @property
    def capabilities(self) -> Capabilities:
        """What the server offers."""
        return Capabilities(self.profile.field_version, self.profile.max_string_bytes)


@dataclass(frozen=True, slots=True)
class SessionIdentity:
    """Session id and serial number, as in V$SESSION."""

    session_id: int
    serial: int


def folded_name(name: str) -> str:
    """The name as the dictionary has it: upper case unless it is quoted."""
    return name[1:-1] if len(name) > 2 and name[0] == name[-1] == '"' else name.upper()


def connect(stream: PacketStream, service: Service) -> bool:
    """Accept a client that asks for this service, and refuse another one; whether it was accepted."""
    request = read_connect(stream)
    error = _listener_error(request, service.name)
    if error is None:
        accept(stream, request)
    else:
        refuse(stream, error)
    return error is None


def negotiate(stream: PacketStream, capabilities: Capabilities) -> Capabilities:
    """Agree on capabilities; what comes back is what both sides have."""
    read_protocol(next_message(stream))
    stream.send_data(write_protocol(capabilities))
    client_version = read_data_types(next_message(stream))
    stream.send_data(ANSWER)
    return replace(capabilities, field_version=min(client_version, capabilities.field_version))


def authenticate(
    stream: PacketStream, service: Service, identity: SessionIdentity, capabilities: Capabilities
) -> EngineSession:
    """Log a user on and open the session.

    Raises:
        OracleError: ORA-01017, or what the user asked for is not supported.
    """
    request = read_auth(next_message(stream), capabilities, Function.AUTH_PHASE_ONE)
    user = folded_name(request.user)
    challenge = create_challenge(service.database.verifier(user))
    stream.send_data(write_challenge(challenge))
    request = read_auth(next_message(stream), capabilities, Function.AUTH_PHASE_TWO)
    _refuse_unsupported(request)
    proof = prove(challenge, hex_value(request, "AUTH_SESSKEY"), hex_value(request, "AUTH_PASSWORD"))
    if proof is None:
        raise invalid_credentials()
    engine = service.database.open_session(user, session_id=identity.session_id, serial=identity.serial)
    try:
        if alter_session := request.pairs.get("AUTH_ALTER_SESSION"):
            engine.execute(alter_session)
        facts = SessionFacts(identity.session_id, identity.serial, service.name, MAX_OPEN_CURSORS, service.profile)
        stream.send_data(write_welcome(proof, facts, capabilities))
    except BaseException:
        engine.close()
        raise
    return engine


def _listener_error(request: ConnectRequest, service_name: str) -> OracleError | None:
    if request.sid:
        if request.sid.upper() == service_name.upper():
            return None
        return OracleError(12505, "listener does not currently know of SID given in connect descriptor")
    if request.service_name.upper() == service_name.upper():
        return None
    return OracleError(12514, "listener does not currently know of service requested in connect descriptor")


def _refuse_unsupported(request: AuthRequest) -> None:
    if request.mode & ~_ORDINARY_LOGON:
        raise UnsupportedError(f"authentication mode {request.mode:#x} (SYSDBA and the like)")
    for key, what in _UNSUPPORTED_PAIRS.items():
        if key in request.pairs:
            raise UnsupportedError(what)
