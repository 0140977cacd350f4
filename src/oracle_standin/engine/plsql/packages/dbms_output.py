"""DBMS_OUTPUT. Reference: PL/SQL Packages and Types Reference, DBMS_OUTPUT."""

from oracle_standin.engine.plsql.packages.procedures import PackageState, Parameter, Procedure, Texts, optional, output
from oracle_standin.sql.types import Kind

_DEFAULT_BYTES = "20000"


def _enable(state: PackageState, texts: Texts) -> Texts:
    limit = texts.get("BUFFER_SIZE", _DEFAULT_BYTES)
    state.output.enable(None if limit is None else int(limit))
    return {}


def _disable(state: PackageState, _: Texts) -> Texts:
    state.output.disable()
    return {}


def _put_line(state: PackageState, texts: Texts) -> Texts:
    state.output.put(texts["A"] or "")
    state.output.end_line()
    return {}


def _put(state: PackageState, texts: Texts) -> Texts:
    state.output.put(texts["A"] or "")
    return {}


def _new_line(state: PackageState, _: Texts) -> Texts:
    state.output.end_line()
    return {}


def _get_line(state: PackageState, _: Texts) -> Texts:
    """STATUS is 0 when there was a line, else 1."""
    line = state.output.take_line()
    return {"LINE": line or None, "STATUS": "1" if line is None else "0"}


PROCEDURES = {
    "DBMS_OUTPUT.ENABLE": Procedure((optional("BUFFER_SIZE", Kind.NUMBER),), _enable),
    "DBMS_OUTPUT.DISABLE": Procedure((), _disable),
    "DBMS_OUTPUT.PUT_LINE": Procedure((Parameter("A"),), _put_line),
    "DBMS_OUTPUT.PUT": Procedure((Parameter("A"),), _put),
    "DBMS_OUTPUT.NEW_LINE": Procedure((), _new_line),
    "DBMS_OUTPUT.GET_LINE": Procedure((output("LINE"), output("STATUS", Kind.NUMBER)), _get_line),
}
