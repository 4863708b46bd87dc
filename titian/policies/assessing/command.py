"""`titian assess --programme hnte --facts FILE.jsonl --day 2026-06-30 [--region 640000] [--json]`.

Exit codes: 0 every record was assessed, 1 some were refused (each says why on its own line), 2 the call itself is wrong (one line on
standard error, nothing on standard output).
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from titian.policies.assessing.lines import UnreadableFacts, lines_of, read_bytes
from titian.policies.assessing.outcome import Outcome, assess
from titian.policies.engine.keys import ParameterError
from titian.policies.packs import NoProgramme, chosen

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class WrongCall(Exception):
    """The call cannot be carried out; the message says why."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongCall(f"参数不对（{message}）。用法见 titian assess --help")


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    made = _Parser(prog="titian assess", description="按政策规则评估企业", allow_abbrev=False)
    add_arguments(made)
    return made


def add_arguments(made: argparse.ArgumentParser) -> None:
    """Put the arguments into a parser."""
    made.add_argument("--programme", metavar="项目", help="hnte 高新技术企业、tsme 科技型中小企业……")
    made.add_argument("--facts", metavar="文件", help="每行一家企业的 JSON；- 表示标准输入")
    made.add_argument("--day", metavar="日期", help="评估日，如 2026-06-30")
    made.add_argument("--region", metavar="代码", help="行政区划代码，如 640000：用该省的规则")
    made.add_argument("--json", action="store_true", dest="as_json", help="每家企业输出一行 JSON")
    made.add_argument("--lint", action="store_true", help="只检查规则包：参数、条款、档位")


def main(words: Sequence[str]) -> int:
    """`titian assess` with its words; the exit code."""
    try:
        return run(parser().parse_args(words))
    except WrongCall as problem:
        return _wrong(problem)


def run(options: argparse.Namespace) -> int:
    """Carry out parsed arguments; the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        return _linted() if options.lint else _assessed(options)
    except (WrongCall, NoProgramme, UnreadableFacts, ParameterError) as problem:
        return _wrong(problem)


def _wrong(problem: Exception) -> int:
    print(f"titian assess：{problem}", file=sys.stderr)
    return 2


def _assessed(options: argparse.Namespace) -> int:
    for name, label in (("programme", "项目"), ("facts", "事实文件"), ("day", "评估日")):
        if not getattr(options, name):
            raise WrongCall(f"缺 --{name}（{label}）。用法见 titian assess --help")
    book, day = chosen(options.programme, options.region), _day(options.day)
    content = read_bytes(options.facts)
    refused = 0
    for line in lines_of(content):
        outcome = assess(line, book, day)
        refused += outcome.explained is None
        _print(outcome, as_json=options.as_json)
    return 1 if refused else 0


def _day(text: str) -> date:
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise WrongCall(f"--day「{text}」不是日期，应如 2026-06-30")


def _print(outcome: Outcome, *, as_json: bool) -> None:
    """A lone surrogate in a name cannot be printed; it becomes a question mark."""
    text = json.dumps(outcome.as_json(), ensure_ascii=False) if as_json else "\n".join(outcome.in_words())
    print(text.encode("utf-8", "replace").decode("utf-8"))


def _linted() -> int:
    from titian.policies.linting import lint_all

    problems = lint_all()
    print("\n".join(problems) if problems else "规则包没有问题")
    return 1 if problems else 0
