"""What trees share is worked out once, and nothing before what it needs."""

from __future__ import annotations

from titian.policies.engine.layers import layers
from titian.policies.engine.nodes import AllOf, Compare, Constant, Fact, Node, Number, Ratio, Share, Sum
from titian.policies.linting import days_of
from titian.policies.packs import books, standing

ONE, OTHER = Fact("one"), Fact("other")
TOTAL = Sum((ONE, OTHER))


def at_least(number: Number, bound: int) -> Compare:
    return Compare(number, ">=", Constant(bound))


def test_what_stands_once_gets_no_column_of_its_own() -> None:
    assert layers([at_least(TOTAL, 5), at_least(ONE, 3), at_least(ONE, 4)]) == []


def test_what_stands_twice_is_found_also_below_a_ratio() -> None:
    ratio = Compare(Ratio(TOTAL, ONE), ">=", Share(Constant(1), 2))
    assert layers([at_least(TOTAL, 5), ratio]) == [[TOTAL]]


def test_what_is_part_of_something_shared_and_shared_itself_comes_first() -> None:
    test = at_least(TOTAL, 5)
    assert layers([AllOf((test, at_least(ONE, 1))), test, at_least(TOTAL, 6)]) == [[TOTAL], [test]]


def test_a_part_of_one_shared_thing_only_needs_no_column() -> None:
    test = at_least(TOTAL, 5)
    assert layers([test, AllOf((test, at_least(ONE, 1)))]) == [[test]]


def test_every_layer_of_every_programme_needs_only_earlier_ones() -> None:
    for code, there in books().items():
        for pack, book in there.items():
            for day in days_of(book):
                programme = standing(code, pack, day)
                ends = [programme.score.low, programme.score.high] if programme.score else []
                seen: list[Node] = []
                for layer in layers([*(clause.test for clause in programme.clauses), *ends]):
                    assert not any(other in node.walk() for node in layer for other in layer if other != node)
                    seen += layer
                assert len(seen) == len(set(seen))
