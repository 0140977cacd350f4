"""Where comments end and what they are not."""

import pytest

from oracle_standin.errors import OracleError
from oracle_standin.sql.tokens import tokenize


def texts(sql: str) -> list[str]:
    return [token.text for token in tokenize(sql)]


@pytest.mark.parametrize("gap", [" ", "\n", " /* x */ ", ' -- it\'s "x"\n', "/**/ -- '\n /* \" */"])
def test_comments_are_blanks_even_inside_keywords_of_two_words(gap: str) -> None:
    assert texts(f"SELECT a FROM t ORDER{gap}BY a") == texts("SELECT a FROM t ORDER BY a")


@pytest.mark.parametrize("text", ["'/* x */'", "'--'", "q'[it's /* x */]'", "Q'!-- '!'", '"/* x */"', "'it''s -- x'"])
def test_text_and_names_keep_what_looks_like_a_comment(text: str) -> None:
    assert len(texts(f"SELECT {text} FROM t")) == 4
    assert "/*" in texts(f"SELECT {text} FROM t")[1] or "--" in texts(f"SELECT {text} FROM t")[1]


def test_positions_count_comments() -> None:
    assert tokenize("SELECT /* ä\n */ a FROM t")[1].start == 16


def test_a_comment_without_end_is_ora_01742() -> None:
    with pytest.raises(OracleError, match="ORA-01742"):
        tokenize("SELECT 1 FROM dual /* x")
