"""SET_SESSION_LONGOPS of DBMS_APPLICATION_INFO, which V$SESSION_LONGOPS shows."""

from oracle_standin.engine.plsql.packages.procedures import PackageState, Parameter, Procedure, Texts, optional
from oracle_standin.sql.types import Kind

NEW_ROW = "-1"  # SET_SESSION_LONGOPS_NOHINT


def _set_session_longops(state: PackageState, texts: Texts) -> Texts:
    row = texts["RINDEX"]
    values = {name: texts.get(name) for name in ("OP_NAME", "TARGET_DESC", "UNITS", "TARGET", "SOFAR", "TOTALWORK")}
    number = state.session.show_long_operation(None if row in (None, NEW_ROW) else row, values)
    return {"RINDEX": number, "SLNO": number}


_PARAMETERS = (
    Parameter("RINDEX", Kind.NUMBER, "IN OUT"),
    Parameter("SLNO", Kind.NUMBER, "IN OUT"),
    optional("OP_NAME"),
    optional("TARGET", Kind.NUMBER),
    optional("CONTEXT", Kind.NUMBER),
    optional("SOFAR", Kind.NUMBER),
    optional("TOTALWORK", Kind.NUMBER),
    optional("TARGET_DESC"),
    optional("UNITS"),
)
PROCEDURES = {"DBMS_APPLICATION_INFO.SET_SESSION_LONGOPS": Procedure(_PARAMETERS, _set_session_longops)}
NUMBERS = {"DBMS_APPLICATION_INFO.SET_SESSION_LONGOPS_NOHINT": NEW_ROW}
