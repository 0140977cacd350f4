"""Calls of packaged procedures, and RAISE_APPLICATION_ERROR."""

from oracle_standin.codec.number import number_to_text, text_to_number
from oracle_standin.codec.text import text_to_boolean
from oracle_standin.codec.wire_types import WireType
from oracle_standin.engine.plsql.compiler import target_in
from oracle_standin.engine.plsql.evaluation import boolean_of
from oracle_standin.engine.plsql.frame import NUMBER, Frame
from oracle_standin.engine.plsql.packages.procedures import Parameter, Texts
from oracle_standin.engine.plsql.packages.registry import find_procedure, matched_arguments
from oracle_standin.engine.plsql.values import Value, Variable
from oracle_standin.errors import OracleError
from oracle_standin.sql.plsql import tree
from oracle_standin.sql.types import Kind

_FIRST_CODE, _LAST_CODE = -20_999, -20_000  # "Defining Your Own Error Messages"
_MAX_MESSAGE_BYTES = 2_048
_WIRE_TYPES = {Kind.NUMBER: WireType.NUMBER, Kind.BOOLEAN: WireType.BOOLEAN}


def call_procedure(call: tree.Call, frame: Frame) -> None:
    """Call what the stand-in has under this name.

    Raises:
        OracleError: It failed; an OUT parameter has then no value.
    """
    if call.name == "RAISE_APPLICATION_ERROR":
        _raise_application_error(call, frame)
    procedure = find_procedure(call)
    arguments = matched_arguments(procedure, call)
    texts = {
        parameter.name: _text(arguments[parameter.name], parameter, frame)
        for parameter in procedure.parameters
        if parameter.mode != "OUT" and parameter.name in arguments
    }
    results = procedure.run(frame.packages, texts)
    for parameter in procedure.parameters:
        if parameter.is_output and parameter.name in arguments:
            _assign(frame.variable(target_in(arguments[parameter.name])), parameter, results, frame)
    if call.result is not None and procedure.result is not None:
        _assign(frame.variable(call.result), Parameter("RESULT", procedure.result), results, frame)


def _raise_application_error(call: tree.Call, frame: Frame) -> None:
    code, message = (frame.text(argument.value) for argument in call.arguments[:2])
    number = int(code or 0)
    if not _FIRST_CODE <= number <= _LAST_CODE:
        raise OracleError(21000, f"error number argument to raise_application_error of {number} is out of range")
    raise OracleError(-number, (message or "").encode()[:_MAX_MESSAGE_BYTES].decode(errors="ignore"))


def _text(expression: tree.Expression, parameter: Parameter, frame: Frame) -> str | None:
    match parameter.kind:
        case Kind.BOOLEAN:
            value = boolean_of(frame.boolean(expression))
            return None if value is None else str(value)
        case Kind.NUMBER:
            wire = frame.evaluator.converted(frame.value(expression), NUMBER)
            return None if wire is None else number_to_text(wire)
        case _:
            return frame.text(expression)


def _assign(variable: Variable, parameter: Parameter, results: Texts, frame: Frame) -> None:
    text = results.get(parameter.name)
    wire_type = _WIRE_TYPES.get(parameter.kind, WireType.VARCHAR2)
    wire = None if text is None else _encoded(text, parameter.kind)
    frame.evaluator.assign(variable, Value(wire_type, wire))


def _encoded(text: str, kind: Kind) -> bytes:
    match kind:
        case Kind.NUMBER:
            return text_to_number(text)
        case Kind.BOOLEAN:
            return text_to_boolean("t" if text == "True" else "f")
        case _:
            return text.encode()
