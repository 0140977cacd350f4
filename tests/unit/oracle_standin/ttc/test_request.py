import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_standin.codec.wire_types import WireType
from oracle_standin.errors import OracleError, ProtocolError, UnsupportedError
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.column_metadata import BindLayout, ColumnMetadata, bind_layout
from oracle_standin.ttc.execute import Execute, Option
from oracle_standin.ttc.fetch import Fetch
from oracle_standin.ttc.piggybacks import CloseCursors
from oracle_standin.ttc.reader import Reader
from oracle_standin.ttc.request import Command, Request, UnreadableCall, read_request

V19 = Capabilities(field_version=12)
NO_BINDS = BindLayout()
NUMBER_AND_TEXT = bind_layout(
    (ColumnMetadata(WireType.NUMBER, 0, 22), ColumnMetadata(WireType.VARCHAR2, 1, 8)), V19, is_plsql=False
)

# what python-oracledb sends for `select 1 from dual` and for an array of two rows (field version 12)
SELECT = (
    "035e030280610001011201010d0000000102047fffffff000000000000000000000001000000000000000000000000000000"
    "1273656c65637420312066726f6d206475616c0101000000000000010100028000000000"
)
INSERT = (
    "1169050101010102"
    "035e040280290001011c01010d0000000101047fffffff01010200000000000000000001000000000000000000000000000000"
    "1c696e7365727420696e746f20742076616c75657320283a312c3a322901010102000000000000000280000000000"
    "2010000011600000000000000000101000001080000000002036901000007 02c1020261620702c10300"
)
OLD_SQL = "1c696e7365727420696e746f20742076616c75657320283a312c3a3229"


def out_of_packets() -> bytes:
    raise OracleError(3137, "cut off")


def request_of(message: str, layout: BindLayout = NO_BINDS) -> Request:
    return read_request(Reader(bytes.fromhex(message), out_of_packets), V19, lambda _: layout)


def refusal_of(message: str) -> str:
    call = request_of(message).call
    return call.error.text if isinstance(call, UnreadableCall) else ""


def test_a_query_is_read() -> None:
    call = request_of(SELECT).call

    assert isinstance(call, Execute)
    assert (call.sql, call.cursor_id, call.row_limit, call.execution_count) == ("select 1 from dual", 0, 2, 1)
    assert call.options & Option.FETCH


def test_an_array_insert_behind_a_piggyback_is_read() -> None:
    request = request_of(INSERT)

    assert request.piggybacks == (CloseCursors((2,)),)
    assert isinstance(request.call, Execute)
    assert request.call.sql == "insert into t values (:1,:2)"
    assert request.call.execution_count == 2
    assert [bind.wire_type for bind in request.call.binds] == [WireType.NUMBER, WireType.VARCHAR2]
    assert [bind.values for bind in request.call.binds] == [[b"\xc1\x02", b"\xc1\x03"], [b"ab", None]]


def test_a_reexecution_brings_rows_in_the_types_of_the_last_execution() -> None:
    call = request_of("030407 0103 0102 00 00 07 02c104 027879 07 02c105 027a7a", NUMBER_AND_TEXT).call

    assert isinstance(call, Execute)
    assert (call.cursor_id, call.sql, call.execution_count) == (3, None, 2)
    assert [bind.values for bind in call.binds] == [[b"\xc1\x04", b"\xc1\x05"], [b"xy", b"zz"]]
    assert not call.options & Option.COMMIT


def test_a_reexecution_with_autocommit_commits() -> None:
    call = request_of("030407 0103 0101 00 0101").call

    assert isinstance(call, Execute)
    assert call.options & Option.COMMIT


def test_a_query_is_executed_again_and_fetched_at_once() -> None:
    call = request_of("034e07 0103 0132 0120 00").call

    assert isinstance(call, Execute)
    assert (call.cursor_id, call.row_limit, call.execution_count) == (3, 50, 1)


@pytest.mark.parametrize(
    ("code", "command"),
    [("0e", Command.COMMIT), ("0f", Command.ROLLBACK), ("93", Command.PING), ("09", Command.LOGOFF)],
)
def test_commands_have_no_body(code: str, command: Command) -> None:
    assert request_of(f"03{code}08").call is command


def test_a_fetch_names_its_cursor_and_how_many_rows() -> None:
    assert request_of("030509 0103 0164").call == Fetch(cursor_id=3, row_limit=100)


def test_an_unknown_function_is_ora_03115_with_its_number() -> None:
    assert re.match(r"ORA-03115.*60", refusal_of("033c01"))


def test_what_stands_in_front_of_an_unreadable_call_is_read() -> None:
    request = request_of("1169050101010102 033c01")

    assert request.piggybacks == (CloseCursors((2,)),)
    assert isinstance(request.call, UnreadableCall)


def test_an_unknown_piggyback_is_unsupported_with_its_number() -> None:
    with pytest.raises(UnsupportedError, match="piggyback 204"):
        request_of("11CC01 00 00 02 035e03")


def test_a_bind_type_that_the_stand_in_does_not_have_is_unsupported_by_name() -> None:
    assert "binds and defines of VECTOR" in refusal_of(INSERT.replace("0201000001160000", "7f01000001160000"))


def test_no_values_are_expected_for_the_binds_of_returning() -> None:
    sql = b"insert into t values (:1) returning a into :2"
    with_sql = INSERT.replace("011c01010d", f"01{len(sql):02x}01010d").replace(OLD_SQL, f"{len(sql):02x}{sql.hex()}")

    call = request_of(with_sql[: with_sql.index("07 02c102")] + "07 02c102 07 02c103").call

    assert isinstance(call, Execute)
    assert [bind.values for bind in call.binds] == [[b"\xc1\x02", b"\xc1\x03"], []]


def test_a_message_that_is_cut_off_says_so() -> None:
    whole = bytes.fromhex(INSERT)
    beginning = len(bytes.fromhex("1169050101010102 03"))
    for length in range(1, beginning):
        with pytest.raises(OracleError, match="ORA-03137"):
            request_of(whole[:length].hex())
    assert all(refusal_of(whole[:length].hex()) == "ORA-03137: cut off" for length in range(beginning, len(whole)))


def test_bytes_behind_the_end_are_no_request() -> None:
    with pytest.raises(ProtocolError, match="behind the end"):
        request_of("030e0800")


@given(st.binary(max_size=200), st.sampled_from([5, 4, 78, 94, 96, 14]), st.sampled_from([6, 12, 18, 24]))
def test_any_bytes_are_a_request_or_an_error(garbage: bytes, function: int, field_version: int) -> None:
    reader = Reader(bytes((3, function, 1)) + garbage, out_of_packets)
    try:
        request = read_request(reader, Capabilities(field_version=field_version), lambda _: NUMBER_AND_TEXT)
    except (OracleError, ProtocolError):
        return
    assert reader.is_at_end or isinstance(request.call, UnreadableCall)
