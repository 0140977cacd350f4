"""DATA TYPES (2): the client's capabilities and the list of its types; the server converts all by itself."""

from oracle_standin.errors import ProtocolError
from oracle_standin.ttc.reader import Reader

MESSAGE_TYPE = 2
ANSWER = bytes((MESSAGE_TYPE, 0, 0))  # an empty list of types
_FIELD_VERSION = 7  # index in the compile-time capabilities
_TIME_ZONE = 1  # index in the run-time capabilities: the client's time zone follows them (node-oracledb, dataType.js)
_TIME_ZONE_BYTES = 11


def read_data_types(reader: Reader) -> int:
    """The TTC field version of the client.

    Raises:
        ProtocolError: This is no DATA TYPES message.
    """
    if reader.u8() != MESSAGE_TYPE:
        raise ProtocolError("the message after PROTOCOL is not DATA TYPES")
    reader.raw(5)  # two character sets and a flag
    compile_time, run_time = reader.clr(), reader.clr()
    if len(run_time) > _TIME_ZONE and run_time[_TIME_ZONE] & 1:
        reader.raw(_TIME_ZONE_BYTES)
    if len(compile_time) <= _FIELD_VERSION:
        raise ProtocolError("DATA TYPES without capabilities")
    while reader.u16():
        if reader.u16():  # a type that needs conversion has two fields more
            reader.raw(4)
    return compile_time[_FIELD_VERSION]
