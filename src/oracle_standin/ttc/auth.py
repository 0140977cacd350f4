"""AUTH phase one (118) and two (115): the client names itself, is challenged, and proves to know the password."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag

from oracle_standin.errors import OracleError, ProtocolError
from oracle_standin.profiles import Profile, Release
from oracle_standin.ttc.capabilities import Capabilities, FieldVersion
from oracle_standin.ttc.crypto import Challenge
from oracle_standin.ttc.error import Outcome, write_error
from oracle_standin.ttc.functions import Function, MessageType, read_function_code
from oracle_standin.ttc.reader import Reader
from oracle_standin.ttc.status import write_status
from oracle_standin.ttc.writer import dalc, ub

_PARAMETER = 8
_VERIFIER_12C = 0x4815  # the flags of AUTH_VFR_DATA name the kind of verifier
_MAX_PAIRS = 100
_DATABASE_NAME = "STANDIN"  # as in V$DATABASE


class AuthMode(IntFlag):
    """How a client wants to log on (python-oracledb, constants.pxi, TNS_AUTH_MODE_*)."""

    LOGON = 0x1
    CHANGE_PASSWORD = 0x2
    WITH_PASSWORD = 0x100
    ORDINARY = LOGON | CHANGE_PASSWORD | WITH_PASSWORD


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """A request of an open session: both passwords, encrypted with the session's key."""

    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class AuthRequest:
    """The function code of its phase, user as typed, bits of AuthMode and others, and the pairs."""

    function: int
    user: str
    mode: int
    pairs: Mapping[str, str]


def read_auth(reader: Reader, capabilities: Capabilities) -> AuthRequest:
    """The request of either phase.

    Raises:
        ProtocolError: The message is another one.
    """
    if reader.u8() != MessageType.FUNCTION:
        raise ProtocolError("authentication was expected")
    function = read_function_code(reader, capabilities)
    if function not in (Function.AUTH_PHASE_ONE, Function.AUTH_PHASE_TWO):
        raise ProtocolError(f"authentication was expected, not function {function}")
    return _read_body(reader, function)


def _read_body(reader: Reader, function: int) -> AuthRequest:
    has_user = reader.u8()
    reader.ub()
    mode = reader.ub()
    reader.u8()
    count = reader.ub()
    reader.raw(2)
    user = reader.text() if has_user else ""
    if count > _MAX_PAIRS:
        raise ProtocolError(f"{count} pairs in an authentication message")
    return AuthRequest(function, user, mode, dict(_pair(reader) for _ in range(count)))


def read_change_password(reader: Reader) -> ChangePassword:
    """Phase two in an open session, behind its function code."""
    request = _read_body(reader, Function.AUTH_PHASE_TWO)
    return ChangePassword(hex_value(request, "AUTH_PASSWORD"), hex_value(request, "AUTH_NEWPASSWORD"))


def hex_value(request: AuthRequest, key: str) -> bytes:
    """The bytes of a pair whose value is hexadecimal; ORA-01017 if it is missing or something else."""
    try:
        return bytes.fromhex(request.pairs[key])
    except (KeyError, ValueError):
        raise invalid_credentials() from None


def invalid_credentials() -> OracleError:
    """The error of a wrong user name or password, which does not tell which of the two."""
    return OracleError(1017, "invalid username/password; logon denied")


def write_challenge(challenge: Challenge, capabilities: Capabilities) -> bytes:
    """The answer to phase one."""
    pairs = {
        "AUTH_SESSKEY": (_hex(challenge.encrypted_server_key), 0),
        "AUTH_VFR_DATA": (_hex(challenge.verifier_salt), _VERIFIER_12C),
        "AUTH_PBKDF2_CSK_SALT": (_hex(challenge.session_salt), 0),
        "AUTH_PBKDF2_VGEN_COUNT": (str(challenge.verifier_rounds), 0),
        "AUTH_PBKDF2_SDER_COUNT": (str(challenge.session_rounds), 0),
    }
    # go-ora wants an ERROR message at the end of this answer, other drivers take a STATUS as well
    return _pairs(pairs) + write_error(Outcome(is_in_transaction=False), capabilities)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a client is told of its new session."""

    session_id: int
    serial: int
    service_name: str
    max_open_cursors: int
    profile: Profile


def write_welcome(proof: bytes, facts: SessionFacts, capabilities: Capabilities) -> bytes:
    """The answer to phase two."""
    values = {
        "AUTH_SVR_RESPONSE": _hex(proof),
        "AUTH_SESSION_ID": str(facts.session_id),
        "AUTH_SERIAL_NUM": str(facts.serial),
        "AUTH_VERSION_NO": str(_version_number(facts.profile.release, capabilities)),
        "AUTH_MAX_OPEN_CURSORS": str(facts.max_open_cursors),
        "AUTH_SC_SERVICE_NAME": facts.service_name,
        "AUTH_SC_DBUNIQUE_NAME": _DATABASE_NAME,
        "AUTH_SC_REAL_DBUNIQUE_NAME": _DATABASE_NAME,
        "AUTH_SC_DB_DOMAIN": "",
        "AUTH_INSTANCENAME": _DATABASE_NAME,
        "AUTH_DBNAME": facts.service_name,
        "AUTH_MAX_IDEN_LENGTH": str(facts.profile.max_name_bytes),
    }
    return _pairs({key: (value, 0) for key, value in values.items()}) + write_status(is_in_transaction=False)


def _version_number(release: Release, capabilities: Capabilities) -> int:
    first, second, third, fourth, fifth = release
    if capabilities.field_version >= FieldVersion.V18_1_EXT1:
        return first << 24 | second << 16 | third << 12 | fourth << 4 | fifth
    return first << 24 | second << 20 | third << 12 | fourth << 8 | fifth


def _pair(reader: Reader) -> tuple[str, str]:
    key, value = reader.dalc(), reader.dalc()
    reader.ub()
    return key.decode("utf-8", "replace").rstrip("\0"), value.decode("utf-8", "replace").rstrip("\0")


def _pairs(pairs: Mapping[str, tuple[str, int]]) -> bytes:
    written = [dalc(key.encode()) + dalc(value.encode()) + ub(flags) for key, (value, flags) in pairs.items()]
    return bytes((_PARAMETER,)) + ub(len(written)) + b"".join(written)


def _hex(value: bytes) -> str:
    return value.hex().upper()
