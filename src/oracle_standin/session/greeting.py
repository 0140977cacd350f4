"""The first messages of a session: CONNECT, then PROTOCOL, DATA TYPES and phase one of AUTH, apart or as one."""

from dataclasses import dataclass, replace

from oracle_standin.errors import OracleError
from oracle_standin.faults.fault import Point
from oracle_standin.session.injection import Injector
from oracle_standin.session.messages import Message
from oracle_standin.tns.connect import ConnectRequest, accept, read_connect, refuse
from oracle_standin.tns.packets import PacketStream
from oracle_standin.ttc.auth import AuthRequest, read_auth
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.data_types import ANSWER, read_data_types
from oracle_standin.ttc.fast_auth import read_fast_auth
from oracle_standin.ttc.functions import MessageType
from oracle_standin.ttc.protocol import read_protocol, write_protocol
from oracle_standin.ttc.reader import Reader


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a client has said of itself.

    Attributes:
        capabilities: What both sides can do.
        driver: The name of the client's driver.
        first_auth: Its first message of authentication.
    """

    capabilities: Capabilities
    driver: str
    first_auth: AuthRequest


def connect(stream: PacketStream, service_name: str, injector: Injector, *, has_pipelining: bool) -> bool:
    """Accept a client that asks for this service, and refuse another one; whether it was accepted."""
    request = read_connect(stream)
    try:
        with injector.at({Point.CONNECT}):
            _check(request, service_name)
            accept(stream, request, has_pipelining=has_pipelining)
    except OracleError as error:
        refuse(stream, error)
        return False
    return True


def greet(stream: PacketStream, offered: Capabilities) -> Greeting:
    """Agree on capabilities and learn who wants to log on."""
    reader = Message(stream).reader
    if reader.next_byte() == MessageType.FAST_AUTH:
        return _fast_greeting(stream, reader, offered)
    driver = read_protocol(reader)
    stream.send_data(write_protocol(offered))
    field_version = read_data_types(Message(stream).reader)
    stream.send_data(ANSWER)
    capabilities = _agreed(offered, field_version)
    return Greeting(capabilities, driver, read_auth(Message(stream).reader, capabilities))


def _fast_greeting(stream: PacketStream, reader: Reader, offered: Capabilities) -> Greeting:
    reader.u8()
    request = read_fast_auth(reader, offered)
    stream.send_data(write_protocol(offered) + ANSWER)  # the answer to the authentication, which ends all, comes later
    return Greeting(_agreed(offered, request.field_version), request.driver, request.first_auth)


def _agreed(offered: Capabilities, client_version: int) -> Capabilities:
    return replace(offered, field_version=min(client_version, offered.field_version))


def _check(request: ConnectRequest, service_name: str) -> None:
    if request.sid and request.sid.upper() != service_name.upper():
        raise OracleError(12505, "listener does not currently know of SID given in connect descriptor")
    if not request.sid and request.service_name.upper() != service_name.upper():
        raise OracleError(12514, "listener does not currently know of service requested in connect descriptor")
    if request.wants_pooled_server:  # no database resident connection pool is started
        raise OracleError(12520, "listener could not find available handler for requested type of server")
