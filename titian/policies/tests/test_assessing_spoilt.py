"""Whatever stands in a record, every programme answers it with one line: assessed, or refused in one Chinese sentence by its key."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from titian.policies.assessing.lines import lines_of
from titian.policies.assessing.outcome import Outcome, assess
from titian.policies.engine.dated import Book
from titian.policies.packs import books
from titian.policies.tests.make import firm

RECORDS = 150  # of every programme and pack
RAW = re.compile(r"Traceback|Error|None\b|Decimal|<class|object at|True\b|False\b|invalid|expected|\n")
SPOILT = (
    *('"x"', '"12"', "true", "null", "-1", "-0.001", "1e30", "1e400", "NaN", "Infinity", "0", "0.123456789", "1e-400"),
    *("9999999999999999999999", "[]", "[1]", "[null]", "{}", '{"a": 1}', '""', '"2026-13-01"', '"2099-01-01"', '"0001-01-01"'),
    *('"\\ud800"', '"\\u0000"', "[[]]", '[{"class": "III"}]', "[{}]", '{"hnte": -1}', '{"hnte": 1, "deduction": null}', '"999999"'),
)
DAYS = (date(2026, 6, 30), date(2025, 1, 1), date(2016, 1, 1), date(2010, 1, 1), date(1, 1, 1), date(9999, 12, 31))
WHOLE = firm(
    region="640121",
    industry="C3512",
    is_sme=True,
    niche_years=5,
    market_share=0.1,
    market_rank=2,
    equity_2y_yuan=1,
    development_score=70,
    ever_hnte=False,
    titles=["高新技术企业"],
    incidents=["2025-03-01"],
)


def places(data: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield (*way, key)
        if isinstance(data[key], dict | list):
            yield from places(data[key], (*way, key))


def spoilt(chance: random.Random) -> bytes:
    """A record with a few places dropped, renamed or filled with what does not belong there."""
    data, put = copy.deepcopy(WHOLE), []
    for _ in range(chance.choice((1, 1, 2, 4))):
        *ways, last = chance.choice(list(places(data)))
        holder: Any = data
        for way in ways:
            holder = holder[way]
        kind = chance.randrange(4)
        if kind == 0:
            del holder[last]
        elif kind == 1 and isinstance(holder, dict):
            holder[chance.choice(("x", "1899", "20255", "2030", "年", "2025 "))] = holder.pop(last)
        else:
            put.append(chance.choice(SPOILT))
            holder[last] = f"@{len(put) - 1}@"
    text = json.dumps(data, ensure_ascii=False)
    for place, said in enumerate(put):
        text = text.replace(f'"@{place}@"', said)
    return text.encode()


def demand_sound(found: Outcome) -> None:
    said = json.loads(json.dumps(found.as_json()), parse_constant=pytest.fail)
    assert list(found.in_words())
    if found.explained is None:
        assert said["error"]
        assert not RAW.search(said["error"])
        return
    verdicts = {clause["verdict"] for clause in said["clauses"]}
    assert said["verdict"] == ("not_met" if "not_met" in verdicts else "met" if verdicts == {"met"} else "unknown")
    assert not any(RAW.search(note) for note in said["notes"])
    for clause in said["clauses"]:
        if isinstance(clause["gap"], int | float):
            assert clause["gap"] == 0 if clause["verdict"] == "met" else clause["gap"] >= 0


@pytest.mark.parametrize(
    "book", [pytest.param(book, id=f"{pack}-{code}") for code, there in books().items() for pack, book in there.items()]
)
def test_every_spoilt_record_is_answered_with_one_line(book: Book) -> None:
    chance, refused = random.Random(f"{book.pack}{book.programme}"), 0
    for _ in range(RECORDS):
        [line] = lines_of(spoilt(chance))
        found = assess(line, book, chance.choice(DAYS))
        demand_sound(found)
        refused += found.explained is None
    assert 0 < refused < RECORDS
