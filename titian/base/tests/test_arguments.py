"""What commands say of themselves and of a wrong argument is Chinese; Django's own options are not listed."""

from __future__ import annotations

import argparse
import re

import pytest
from django.core.management import get_commands, load_command_class

from titian.base.arguments import WORDS, said, said_of_several, speak_chinese
from titian.cli import COMMANDS

PLACE = r"%(?:\(\w+\))?"


@pytest.fixture(autouse=True)
def _spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_", "ngettext"):
        monkeypatch.setattr(argparse, name, getattr(argparse, name))
    speak_chinese()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name, (command, _) in COMMANDS.items() if command))
def test_the_help_of_a_command_has_no_line_of_english(name: str) -> None:
    text = load_command_class(get_commands()[name], name).create_parser("titian", name).format_help()
    assert text.startswith("用法：titian ")
    assert not re.findall(r"[a-z]+ (?:the|and|this|to|a) [a-z]+|--(?:settings|pythonpath|traceback|verbosity)", text)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["figures"], "还要写：--period"),
        (["figures", "--period", "2026H1", "--foo"], "没有这样的参数：--foo"),
        (["targets", "foo"], "「foo」不在可选的"),
        (["serve", "--port", "x"], "--port：「x」读不懂"),
        (["serve", "--port"], "--port：后面要跟一个值"),
    ],
)
def test_a_wrong_argument_is_named_in_chinese(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = load_command_class(get_commands()[words[0]], words[0]).create_parser("titian", words[0])
    with pytest.raises(Exception, match=re.escape(message)):
        parser.parse_args(words[1:])
    assert capsys.readouterr().err == ""


def test_words_keep_the_places_argparse_fills_and_what_is_unknown_stays() -> None:
    for english, chinese in WORDS.items():
        assert set(re.findall(PLACE, chinese)) <= set(re.findall(PLACE, english)), english
    assert said("something new") == said_of_several("something new", "some new things", 1) == "something new"
    assert said_of_several("expected %s argument", "expected %s arguments", 2) % 2 == "后面要跟 2 个值"
