"""`make bench`: every measurement, one after the other."""

from __future__ import annotations

from tests.bench import books, counted, reader, sheets

BENCHES = (reader, books, counted, sheets)


def main() -> int:
    """Run all; 1 when one misses what is asked of it."""
    missed = 0
    for bench in BENCHES:
        print(f"\n== {(bench.__doc__ or '').splitlines()[0]}")
        missed |= bench.main()
    return missed


if __name__ == "__main__":
    raise SystemExit(main())
