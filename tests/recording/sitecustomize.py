"""Every process that finds this file on PYTHONPATH notes the SQL of the target in the file FLEXT_TEST_STATEMENTS."""

import os
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path


def _run_hidden_one() -> None:
    """Run the sitecustomize that would have been found without this one."""
    here = Path(__file__).parent
    spec = PathFinder.find_spec("sitecustomize", [folder for folder in sys.path if Path(folder) != here])
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(module_from_spec(spec))


def _record() -> None:
    try:
        from recorder import record_statements  # noqa: PLC0415 - a Python without the driver comes here too
    except ImportError:
        return
    record_statements(os.environ["FLEXT_TEST_STATEMENTS"])


# What that one does to statements comes after they are noted.
_run_hidden_one()
if "FLEXT_TEST_STATEMENTS" in os.environ:
    _record()
