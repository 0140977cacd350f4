"""What both sides agreed to be able to do; it decides which optional fields messages have."""

from dataclasses import dataclass
from enum import IntEnum


class FieldVersion(IntEnum):
    """The versions of the TTC fields that matter (python-oracledb, constants.pxi, TNS_CCAP_FIELD_VERSION_*)."""

    V11_2 = 6
    V12_2 = 8
    V12_2_EXT1 = 9
    V18_1_EXT1 = 11
    V19_1 = 12
    V20_1 = 14
    V23_1 = 17
    V23_1_EXT1 = 18
    V23_1_EXT3 = 20
    V23_4 = 24


_COMPILE_BYTES = 55
_RUNTIME_BYTES = 13


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The agreed TTC field version, and the size in bytes beyond which a bind moves to the end of its row."""

    field_version: int = FieldVersion.V23_4
    max_string_bytes: int = 4_000

    @property
    def compile_time(self) -> bytes:
        """The compile-time capabilities as a server sends them (indexes: constants.pxi, TNS_CCAP_*)."""
        capabilities = bytearray(_COMPILE_BYTES)
        capabilities[0] = 6  # SQL version
        capabilities[4] = 0xEA  # log-on types
        capabilities[7] = self.field_version
        capabilities[8] = 1  # the server converts defines
        capabilities[15] = 0x29  # TTC1: fast bit vectors, status at the end of a call, indicators
        capabilities[16] = 0x91  # OCI1: end-to-end sequence numbers, session propagation, application context
        capabilities[17] = 3  # TDS version
        capabilities[18] = 7  # RPC version
        capabilities[19] = 3  # RPC signature
        capabilities[21] = 1  # DBF version
        capabilities[23] = 0xCF  # LOB: 64-bit sizes, prefetched length
        capabilities[26] = 4  # TTC2
        capabilities[27] = 1  # 16-bit type numbers
        capabilities[37] = 0x20  # TTC3: large chunks in byte strings
        return bytes(capabilities)

    @property
    def run_time(self) -> bytes:
        """The run-time capabilities as a server sends them (indexes: constants.pxi, TNS_RCAP_*)."""
        capabilities = bytearray(_RUNTIME_BYTES)
        capabilities[0] = 2  # compatible with 8.1
        capabilities[6] = 0x04 if self.max_string_bytes == 32_767 else 0  # strings of 32767 bytes
        return bytes(capabilities)
