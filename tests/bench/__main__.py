"""`make bench`: every measurement, one after the other, each in a process and an installation of its own."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

BENCHES = ("reader", "books", "counted", "registry", "ledgers", "sheets", "rules", "assessing", "engines")


def main() -> int:
    """Run all; 1 when one misses what is asked of it."""
    missed = 0
    for bench in BENCHES:
        print(f"\n== {(import_module(f'tests.bench.{bench}').__doc__ or '').splitlines()[0]}", flush=True)
        missed |= subprocess.run([sys.executable, "-m", f"tests.bench.{bench}"], check=False).returncode
    return missed


if __name__ == "__main__":
    raise SystemExit(main())
