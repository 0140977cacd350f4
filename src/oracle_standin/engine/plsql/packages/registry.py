"""Looks packaged procedures up and brings the arguments of a call into the order of their parameters."""

from oracle_standin.engine.plsql.packages import dbms_output, dbms_stats, long_operations, sessions
from oracle_standin.engine.plsql.packages.procedures import Procedure
from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql.plsql.calls import parse_arguments
from oracle_standin.sql.plsql.source import compile_error
from oracle_standin.sql.plsql.tree import Argument, Assignment, Call, Expression

PROCEDURES: dict[str, Procedure] = {
    **dbms_output.PROCEDURES,
    **dbms_stats.PROCEDURES,
    **long_operations.PROCEDURES,
    **sessions.PROCEDURES,
}
NUMBERS = {**dbms_stats.NUMBERS, **long_operations.NUMBERS}
BOOLEANS = dbms_stats.BOOLEANS
_SUPPLIED = ("DBMS_", "UTL_", "HTP.", "HTF.", "OWA", "APEX_", "CTX_", "SDO_", "JSON_", "XML")


def is_supplied(name: str) -> bool:
    """Whether the name is one of a package that Oracle supplies."""
    return name.removeprefix("SYS.").startswith(_SUPPLIED)


def find_procedure(call: Call) -> Procedure:
    """The procedure that a call names.

    Raises:
        OracleError: ORA-06550 with PLS-00201: there is none.
        UnsupportedError: Oracle supplies it, the stand-in does not.
    """
    name = call.name.removeprefix("SYS.")
    if name in PROCEDURES:
        return PROCEDURES[name]
    if is_supplied(name):
        raise UnsupportedError(f"the PL/SQL procedure {name}")
    raise compile_error(call.place, f"PLS-00201: identifier '{call.name}' must be declared")


def called_function(assignment: Assignment) -> Call | None:
    """The call of a packaged function whose result is assigned; None if the value is anything else."""
    found = parse_arguments(assignment.value.text) if "." in assignment.value.text else None
    if found is None or found[0].removeprefix("SYS.") not in PROCEDURES:
        return None
    return Call(found[0], found[1], assignment.place, assignment.target)


def matched_arguments(procedure: Procedure, call: Call) -> dict[str, Expression]:
    """The actual parameter of each formal one that has one.

    Raises:
        OracleError: ORA-06550 with PLS-00306: they do not fit.
    """
    matched: dict[str, Expression] = {}
    names = [parameter.name for parameter in procedure.parameters]
    for place, argument in enumerate(call.arguments):
        name = _name_of(argument, place, names)
        if name not in names or name in matched or (argument.name is None and len(matched) != place):
            raise _mismatch(call)
        matched[name] = argument.value
    if any(parameter.is_required and parameter.name not in matched for parameter in procedure.parameters):
        raise _mismatch(call)
    if (procedure.result is None) != (call.result is None):
        raise compile_error(call.place, f"PLS-00221: '{call.name}' is not a procedure or is undefined")
    return matched


def _name_of(argument: Argument, place: int, names: list[str]) -> str:
    if argument.name is not None:
        return argument.name
    return names[place] if place < len(names) else ""


def _mismatch(call: Call) -> OracleError:
    short = call.name.rpartition(".")[2]
    return compile_error(call.place, f"PLS-00306: wrong number or types of arguments in call to '{short}'")
