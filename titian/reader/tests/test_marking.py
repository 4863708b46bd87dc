"""The text cut into pieces for the page."""

from hypothesis import given
from hypothesis import strategies as st

from titian.reader.marking import Span, lines, spans


def test_a_figure_hides_the_bare_number_of_its_place_and_a_failing_check_marks_it() -> None:
    result = {
        "quantities": [{"offset": 2, "number_text": "6家"}, {"offset": 5, "number_text": "7家"}],
        "figures": [{"offset": 2, "number_text": "6家", "code": "hnte.new", "status": "achieved", "period": "2026"}],
        "checks": [{"offsets": [5], "holds": False}, {"offsets": [2], "holds": None}],
    }
    first, second = spans(result, names={"hnte.new": "新增高企"})
    assert (first.dress, first.title, first.wrong) == ("achieved", "新增高企 · 2026", False)
    assert (second.dress, second.wrong) == ("number", True)


@given(st.text("甲乙12\n\r", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4)), max_size=6))
def test_the_pieces_give_back_every_non_empty_line(text: str, marks: list[tuple[int, int]]) -> None:
    sound: list[Span] = []
    for start, length in sorted(marks):
        inside = start + length <= len(text) and not set(text[start : start + length]) & set("\r\n")
        if inside and (not sound or start >= sound[-1].end):
            sound.append(Span(start, start + length, "number"))
    shown = ["".join(piece.text for piece in line) for line in lines(text, sound)]
    assert shown == [line for line in text.splitlines() if line.strip()]
