"""What extraction gives: the text, where each piece of it stood, and what the officer should know about the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from titian.base.errors import Refused


class UnreadableFile(Refused):
    """A file that cannot be read: which, what is wrong with it, and what to do. Nothing of it has been kept."""

    def __init__(self, path_name: str, reason: str, advice: str) -> None:
        self.path_name, self.reason, self.advice = path_name, reason, advice
        super().__init__(f"「{path_name}」{reason}。{advice}")


@dataclass(frozen=True)
class Limits:
    """What extraction puts up with. Sizes in bytes; a file of `file_bytes` or more is refused."""

    file_bytes: int = 50_000_000
    inflated_bytes: int = 500_000_000
    inflation: int = 150
    entries: int = 10_000
    part_bytes: int = 32_000_000
    sheet_bytes: int = 200_000_000
    cells: int = 2_000_000
    pages: int = 2_000
    office_timeout_s: int = 120


@dataclass(frozen=True)
class Extracted:
    """The text of a file. Offsets count Unicode code points of `text`.

    `places` are (offset, label) in rising order: from that offset on the text stood at 第3页, 工作表「目标」第5行 or 第12段.
    `notices` tell what was left out or put right, in Chinese. `title` is what the file calls itself, None when it does not.
    """

    text: str
    kind: str
    title: str | None = None
    notices: tuple[str, ...] = ()
    places: tuple[tuple[int, str], ...] = field(default=(), repr=False)

    def place(self, offset: int) -> str:
        """Where in the file the text at `offset` stood; by line when the format knows nothing better."""
        at = bisect_right(self.places, offset, key=lambda entry: entry[0])
        return self.places[at - 1][1] if at else f"第{self.text.count(chr(10), 0, offset) + 1}行"


@dataclass(frozen=True)
class Line:
    """One line of text on its way out of a format, with the place it stood."""

    text: str
    place: str


def joined(lines: Iterable[Line], kind: str, *, title: str | None = None, notices: Iterable[str] = ()) -> Extracted:
    """Lines one below the other; empty ones are left out."""
    kept = [line for line in lines if line.text.strip()]
    starts = accumulate((len(line.text) + 1 for line in kept), initial=0)
    places = tuple((start, line.place) for start, line in zip(starts, kept, strict=False))
    return Extracted("\n".join(line.text for line in kept), kind, title, tuple(notices), places)
