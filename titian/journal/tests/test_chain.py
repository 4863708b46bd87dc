"""Whatever is done to a chain, its first touched row is found and named."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from titian.journal.chain import GENESIS, Break, Link, digest, first_break
from titian.journal.tests.make import links

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
CONTENTS = st.lists(st.fixed_dictionaries({"code": st.text(max_size=6), "before": JSON, "after": JSON}), min_size=1, max_size=8)


def check(chain: list[Link], whole: list[Link]) -> Break | None:
    """Check a chain against the head of the whole one, in the order the database would give it."""
    ordered = sorted(chain, key=lambda link: link.sequence)
    return first_break(ordered, expected_count=len(whole), expected_hash=whole[-1].hash if whole else GENESIS)


@given(CONTENTS)
def test_an_untouched_chain_is_intact(contents: list[dict[str, object]]) -> None:
    chain = links(contents)
    assert check(chain, chain) is None


def test_an_empty_journal_is_intact() -> None:
    assert first_break([], expected_count=0, expected_hash=GENESIS) is None


@given(CONTENTS, st.data())
def test_a_changed_row_is_named(contents: list[dict[str, object]], data: st.DataObject) -> None:
    chain = links(contents)
    at = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(["code", "before", "after"]))
    forged = data.draw(JSON.filter(lambda value: digest("", {"x": value}) != digest("", {"x": chain[at].content[field]})))
    touched = [*chain[:at], replace(chain[at], content={**chain[at].content, field: forged}), *chain[at + 1 :]]
    broken = check(touched, chain)
    assert broken is not None
    assert broken.sequence == at + 1
    assert "已被改动" in broken.reason


@given(CONTENTS, st.data())
def test_a_row_rewritten_with_a_fitting_hash_breaks_at_its_successor_or_at_the_head(
    contents: list[dict[str, object]], data: st.DataObject
) -> None:
    chain = links(contents)
    at = data.draw(st.integers(0, len(chain) - 1))
    content = {**chain[at].content, "reason": "forged"}
    forged = replace(chain[at], content=content, hash=digest(chain[at].previous, content))
    broken = check([*chain[:at], forged, *chain[at + 1 :]], chain)
    assert broken is not None
    assert broken.sequence == at + 2


@given(CONTENTS, st.data())
def test_a_deleted_row_is_named(contents: list[dict[str, object]], data: st.DataObject) -> None:
    chain = links(contents)
    at = data.draw(st.integers(0, len(chain) - 1))
    broken = check([*chain[:at], *chain[at + 1 :]], chain)
    assert broken is not None
    assert broken.sequence == at + 1


@given(CONTENTS, st.data())
def test_a_cut_tail_is_named(contents: list[dict[str, object]], data: st.DataObject) -> None:
    chain = links(contents)
    left = data.draw(st.integers(0, len(chain) - 1))
    broken = check(chain[:left], chain)
    assert broken is not None
    assert broken.sequence == left + 1
    assert "末尾" in broken.reason


@given(CONTENTS, st.data())
def test_an_inserted_row_is_named(contents: list[dict[str, object]], data: st.DataObject) -> None:
    """Slipped in with a fitting hash of its own, the later rows moved on by one."""
    chain = links(contents)
    at = data.draw(st.integers(0, len(chain)))
    previous = chain[at - 1].hash if at else GENESIS
    content: dict[str, object] = {"sequence": at + 1, "code": "forged"}
    moved = [replace(link, sequence=link.sequence + 1) for link in chain[at:]]
    broken = check([*chain[:at], Link(at + 1, previous, digest(previous, content), content), *moved], chain)
    assert broken is not None
    assert broken.sequence == at + 2


@given(CONTENTS.filter(lambda contents: len(contents) > 1), st.data())
def test_two_rows_that_changed_places_are_named_at_the_first(contents: list[dict[str, object]], data: st.DataObject) -> None:
    chain = links(contents)
    first, second = sorted(data.draw(st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2, unique=True)))
    touched = list(chain)
    touched[first] = replace(chain[second], sequence=first + 1)
    touched[second] = replace(chain[first], sequence=second + 1)
    broken = check(touched, chain)
    assert broken is not None
    assert broken.sequence == first + 1


def test_the_order_of_keys_does_not_matter_and_everything_else_does() -> None:
    assert digest("a", {"x": 1, "y": [1, 2]}) == digest("a", {"y": [1, 2], "x": 1})
    different = [
        digest("a", {"x": 1}),
        digest("b", {"x": 1}),
        digest("a", {"x": "1"}),
        digest("a", {"x": [1]}),
        digest("a", {"y": 1}),
    ]
    assert len(set(different)) == len(different)
