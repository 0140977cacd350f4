"""The entry: a client's block with its binds, run once for each row of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from oracle_standin.codec.number import text_to_number
from oracle_standin.codec.wire_types import BindColumn
from oracle_standin.engine.plsql.compiler import BOOLEAN, INTEGER, Compiler, Program
from oracle_standin.engine.plsql.evaluation import Evaluator
from oracle_standin.engine.plsql.frame import Frame
from oracle_standin.engine.plsql.interpreter import run
from oracle_standin.engine.plsql.packages.output_buffer import OutputBuffer
from oracle_standin.engine.plsql.packages.procedures import PackageState
from oracle_standin.engine.plsql.packages.registry import BOOLEANS, NUMBERS
from oracle_standin.engine.plsql.values import Scope, Variable, bind_variable
from oracle_standin.engine.session import EngineSession
from oracle_standin.errors import OracleError
from oracle_standin.sql.plsql.parser import parse_block
from oracle_standin.sql.tokens import number_binds, tokenize


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What a block has done.

    Attributes:
        outputs: By bind, whether the block assigns to it.
        values: Per execution the wire values of those binds, in their order.
        error: What stopped it at a later row of its binds.
    """

    outputs: tuple[bool, ...]
    values: list[list[bytes | None]]
    error: OracleError | None = None


class Blocks:
    """Runs the PL/SQL of one session."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session
        self._packages = PackageState(session, OutputBuffer())
        self._evaluator = Evaluator(session)

    def execute(self, text: str, binds: Sequence[BindColumn], executions: int) -> BlockResult:
        """Run a block for each row of its binds; each bind has one name, wherever it stands.

        Raises:
            OracleError: The first row failed: whatever the block did and did not commit is undone.
        """
        block = parse_block(text, self._session.profile)
        names = list(dict.fromkeys(number_binds(tokenize(text))[1]))
        if len(names) != len(binds):
            raise (
                OracleError(1008, "not all variables bound")
                if len(binds) < len(names)
                else OracleError(1036, "illegal variable name/number")
            )
        program: Program | None = None
        values: list[list[bytes | None]] = []
        for row in range(executions):
            variables = [bind_variable(name, bind, row) for name, bind in zip(names, binds, strict=True)]
            root = _root({variable.name: variable for variable in variables})
            program = program or Compiler(self._session, root).compile(block)
            try:
                self._run(program, root)
            except OracleError as error:
                if not row:
                    raise
                return BlockResult(_outputs(program, names), values, error)
            values.append([variable.wire for variable in variables if variable.name in program.assigned])
        return BlockResult(_outputs(program, names) if program else (), values)

    def check(self, text: str) -> None:
        """Check the syntax of a block.

        Raises:
            OracleError: ORA-06550.
        """
        parse_block(text, self._session.profile)

    def _run(self, program: Program, root: Scope) -> None:
        frame = Frame(self._session, self._packages, self._evaluator, program, root, self._run_inner)
        with self._session.block():
            run(program, frame)

    def _run_inner(self, text: str, variables: dict[str, Variable]) -> None:
        """A block in EXECUTE IMMEDIATE of another one."""
        root = _root(variables)
        self._run(Compiler(self._session, root).compile(parse_block(text, self._session.profile)), root)


def _root(variables: dict[str, Variable]) -> Scope:
    numbers = {name: Variable(name, INTEGER, text_to_number(text), is_constant=True) for name, text in NUMBERS.items()}
    booleans = {name: Variable(name, BOOLEAN, is_constant=True) for name in BOOLEANS}
    return Scope(names={**numbers, **booleans, **variables})


def _outputs(program: Program, names: Sequence[str]) -> tuple[bool, ...]:
    return tuple(":" + name in program.assigned for name in names)
