"""What the packs must hold, said in one line each: every parameter used, every clause cited, bands without gap or overlap, ids unique.

`titian assess --lint` prints it; a test asks for silence. Unknown keys and missing citations are refused by `engine/dated.py` itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from titian.policies.engine.building import Parameters
from titian.policies.engine.dated import Amount, Band, Book, Entry, Parameter
from titian.policies.engine.keys import ParameterError
from titian.policies.engine.programme import Programme
from titian.policies.engine.units import Unit
from titian.policies.library import problems as problems_of_samples
from titian.policies.packs import FOLDER, build, rules, shelves
from titian.policies.packs import book as book_of
from titian.policies.record.catalogue import FACTS

RISING = ("<=", "<")


def lint_all(folder: Path = FOLDER) -> list[str]:
    """Everything that is wrong in a folder of packs, file by file, and with the samples of policies; empty when all is well."""
    found: list[str] = []
    try:
        places = [(code, pack) for code, there in shelves(folder).items() for pack in there]
    except ParameterError as problem:
        return [str(problem)]
    for code, pack in places:
        try:
            found += lint(book_of(code, pack, folder))
        except ParameterError as problem:
            found.append(str(problem))
    return found + problems_of_samples()


def lint(book: Book) -> Iterator[str]:
    """Everything that is wrong with one book and its rule."""
    where = f"{book.pack}/{book.programme}"
    used: set[str] = set()
    for day in days_of(book):
        at = Parameters(book, day)
        try:
            programme = build(book, at)
        except (ParameterError, LookupError) as problem:
            yield f"{where}：{day} 的规则建不起来（{problem}）"
            continue
        used |= at.used
        yield from (f"{where} {day}：{problem}" for problem in _programme(programme))
    yield from (f"{where}：参数「{key}」没有用到" for key in book.parameters if key not in used)
    yield from (f"{where}：条款「{code}」没有用到" for code in book.clauses if f"clause {code}" not in used)
    for parameter in book.parameters.values():
        yield from (f"{where} {parameter.key}：{problem}" for problem in _parameter(parameter))
    for text in book.clauses.values():
        yield from (f"{where} {text.id}：{problem}" for entry in text.entries for problem in _sources(entry))


def days_of(book: Book) -> list[date]:
    """Every day on which the rule or a parameter begins to be another."""
    dated = {since for since, _ in rules(book.programme, book.pack) if since >= book.since}
    return sorted(day for day in {*book.days(), *dated} if book.until is None or day < book.until)


def _programme(programme: Programme) -> Iterator[str]:
    ids = [clause.id for clause in programme.clauses] + [route.id for clause in programme.clauses for route in clause.routes]
    yield from (f"条款编号「{code}」重复" for code, times in Counter(ids).items() if times > 1)
    yield from (f"事实「{name}」不在目录里" for name in sorted(programme.reads - FACTS.keys()))


def _parameter(parameter: Parameter) -> Iterator[str]:
    for entry in parameter.entries:
        yield from _sources(entry)
        values = [entry.value] if entry.value is not None else [value for band in entry.bands for value in band.gives]
        if any(isinstance(value, Fraction) != (parameter.unit is Unit.SHARE) for value in values):
            yield f"{entry.since} 的值与单位 {parameter.unit} 不合"
        yield from (f"{entry.since} {problem}" for problem in bands_problems(entry.bands))


def _sources(entry: Entry) -> Iterator[str]:
    if not entry.citation.url or entry.citation.checked is None:
        yield f"{entry.since} 没有写网址或核对日"


def bands_problems(bands: tuple[Band, ...]) -> Iterator[str]:
    """Gaps and overlaps of a table: it must end with the rest, its bounds must run one way, and what it gives must be in order."""
    if not bands:
        return
    bounded = bands[:-1]
    if bands[-1].bound is not None or any(band.bound is None for band in bounded):
        yield "档位有空缺：最后一行（只有最后一行）应是 else"
    rising = {band.operator in RISING for band in bounded if band.bound is not None}
    if len(rising) > 1:
        yield "档位的界限一会儿是下限、一会儿是上限"
    bounds: list[Amount] = [band.bound for band in bounded if band.bound is not None]
    for one, other in pairwise(bounds):
        if (one >= other) if True in rising else (one <= other):
            yield f"档位重叠或次序不对：{one}、{other}"
    if any(band.gives[0] > band.gives[1] for band in bands):
        yield "分值区间的下限大于上限"
