"""The plugin as users meet it: installed with the package, in a pytest of their own."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "pytest"


def run_pytest(folder: Path, *arguments: str) -> str:
    """What a run of pytest prints."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False).stdout


def test_the_example_passes_with_the_fixtures_of_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "test_orders.py").write_text((EXAMPLE / "test_orders.py").read_text())

    assert "3 passed" in run_pytest(tmp_path)


def test_the_plugin_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(oracle_standin): pass")

    assert "fixture 'oracle_standin' not found" in run_pytest(tmp_path, "-p", "no:oracle_standin")


def test_loading_the_plugin_imports_neither_server_nor_driver(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\n"
        "def test_it():\n"
        "    assert 'oracle_standin.fixtures' in sys.modules\n"
        "    assert not {'psycopg', 'sqlglot', 'oracledb', 'oracle_standin.server'} & set(sys.modules)\n"
    )

    assert "1 passed" in run_pytest(tmp_path)
