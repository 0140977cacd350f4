"""The hints of a statement. Reference: SQL Language Reference, "Hints"."""

import re

# a hint stands behind the first word only; anywhere else it is a comment
_HINT = re.compile(
    r"(?:\s|/\*(?!\+).*?\*/|--(?!\+)[^\n]*\n)*\(*\s*\w+\s*(?:/\*\+(?P<block>.*?)\*/|--\+(?P<line>[^\n]*))", re.DOTALL
)
# those that change what a statement does ("Hints", "Semantic hints")
SEMANTIC_HINTS = frozenset({"IGNORE_ROW_ON_DUPKEY_INDEX", "CHANGE_DUPKEY_ERROR_INDEX", "RETRY_ON_ROW_CHANGE"})


def hint_names(sql: str) -> frozenset[str]:
    """The names of the statement's hints, in upper case; what is no hint has no effect and is no error."""
    match = _HINT.match(sql)
    if match is None:
        return frozenset()
    text = match["block"] if match["block"] is not None else match["line"]
    return frozenset(re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", text).upper()))
