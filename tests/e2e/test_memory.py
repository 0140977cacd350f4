"""The memory bench measures real loads and judges them; `make bench` runs it with many records."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from target import environment

BENCH = Path(__file__).parents[2] / "bench" / "memory.py"


def run(*options: str) -> tuple[int, str]:
    finished = subprocess.run(
        [sys.executable, BENCH, "--batch-size", "1000", *options],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=100,
        check=False,
    )
    assert finished.stderr == ""
    return finished.returncode, finished.stdout


def test_memory_bench_prints_both_peaks_and_passes_while_they_differ_little() -> None:
    exit_code, output = run("--few", "5000", "--many", "40000")

    peaks = [float(peak) for peak in re.findall(r" records +([\d.]+) MB ", output)]
    assert exit_code == 0, output
    assert len(peaks) == 2
    assert all(20 < peak < 500 for peak in peaks)
    difference = re.search(r"^difference (-?[\d.]+) MB, limit 30 MB$", output, re.MULTILINE)
    assert difference is not None
    assert float(difference[1]) == pytest.approx(peaks[1] - peaks[0], abs=0.16)  # all three are rounded


def test_memory_bench_fails_when_the_difference_is_above_the_limit() -> None:
    exit_code, output = run("--few", "1", "--many", "2000", "--limit-mb", "-1000")

    assert exit_code == 1
    assert output.endswith("limit -1000 MB\n")
