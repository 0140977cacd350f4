"""FAST AUTH (34): PROTOCOL, DATA TYPES and phase one of AUTH in one message, which saves two round trips."""

from dataclasses import dataclass, replace

from oracle_standin.ttc.auth import AuthRequest, read_auth
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.data_types import read_data_types
from oracle_standin.ttc.protocol import read_protocol
from oracle_standin.ttc.reader import Reader


@dataclass(frozen=True, slots=True)
class FastAuth:
    """What the three messages say."""

    driver: str
    field_version: int
    first_auth: AuthRequest


def read_fast_auth(reader: Reader, offered: Capabilities) -> FastAuth:
    """The message, behind its type."""
    reader.raw(3)  # version and flags
    driver = read_protocol(reader)
    reader.raw(5)  # character sets that the client supposes
    written_as = replace(offered, field_version=reader.u8())  # before the client knows the server's
    field_version = read_data_types(reader)
    return FastAuth(driver, field_version, read_auth(reader, written_as))
