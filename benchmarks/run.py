"""Runs the benchmarks of this checkout: `python benchmarks/run.py --help`."""

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # this checkout, not another that is installed
    runpy.run_module("benchmarks.command", run_name="__main__", alter_sys=True)
