"""Reads the text of a SQL/JSON path expression from left to right."""

import re
from dataclasses import dataclass

from oracle_standin.errors import OracleError
from oracle_standin.profiles import Profile

_SPACE = re.compile(r"\s*")


@dataclass(slots=True)
class PathReader:
    """A position in the text of a path expression."""

    text: str
    profile: Profile
    position: int = 0

    def accept(self, mark: str) -> bool:
        """Skip blanks and `mark`, if it comes next; says whether it did."""
        found = self.peek(mark)
        if found:
            self._skip_blanks()
            self.position += len(mark)
        return found

    def peek(self, mark: str) -> bool:
        """Whether `mark` comes next behind blanks."""
        return self.text.startswith(mark, self._behind_blanks())

    def expect(self, mark: str) -> None:
        """Skip blanks and `mark`, which has to come next."""
        if not self.accept(mark):
            raise self.error()

    def match(self, pattern: re.Pattern[str]) -> str | None:
        """Skip what the pattern matches behind blanks, if it does, and return it."""
        found = pattern.match(self.text, self._behind_blanks())
        if found is None:
            return None
        self.position = found.end()
        return found[0]

    def is_at_end(self) -> bool:
        """Whether only blanks are left."""
        return self._behind_blanks() == len(self.text)

    def error(self) -> OracleError:
        """The error of a path that is none; 18c gave it another number."""
        code = 40442 if self.profile.release < (18,) else 40597
        return OracleError(code, f"JSON path expression syntax error ('{self.text}')")

    def _behind_blanks(self) -> int:
        found = _SPACE.match(self.text, self.position)
        return found.end() if found else self.position

    def _skip_blanks(self) -> None:
        self.position = self._behind_blanks()
