"""A text table: its encoding and its separator are found, not asked for."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from titian.base.errors import Refused

_SEPARATORS = ",\t;|，；"
_SAMPLE_LINES = 20
# How other systems keep a code from becoming a number when a spreadsheet opens their table: ="0012".
_GUARDED = re.compile(r'="([0-9A-Za-z]*)"')


def csv_rows(path: Path) -> list[list[str]]:
    """Raises Refused when the encoding is unknown or a line cannot be read."""
    text = _decoded(path)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))]
    except csv.Error as problem:
        raise Refused(f"{path.name} 里有读不了的行（{problem}），请用 Excel 或 WPS 打开，另存为 .xlsx 后再试") from problem
    if '="' in text:
        rows = [[_GUARDED.sub(r"\1", cell) if cell.startswith('="') else cell for cell in row] for row in rows]
    return rows


def separator(text: str) -> str:
    """What cuts the first lines into the same number of cells, more than one; a comma when nothing does."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE_LINES]
    return max(_SEPARATORS, key=lambda mark: _evenness(lines, mark)) if lines else ","


def _evenness(lines: list[str], mark: str) -> tuple[int, int]:
    """How many of the lines have as many cells as most have, and how many cells that is."""
    try:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
    except csv.Error:
        return 0, 0
    usual = max((count for count in counts if count > 1), key=counts.count, default=0)
    return (counts.count(usual), usual) if usual else (0, 0)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{path.name} 的编码认不出,请另存为 UTF-8 或 .xlsx 后再试")
