"""How commands behave: one clear line on bad input, exit 2; `--by` names who acts; `--json` prints what a machine reads."""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from argparse import SUPPRESS
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.core.exceptions import PermissionDenied
from django.core.management import (
    BaseCommand,
    CommandError,
    CommandParser,
    execute_from_command_line,
    get_commands,
    load_command_class,
)
from django.db import OperationalError, ProgrammingError

from titian.base.errors import Refused
from titian.base.rooms import begin

_DJANGOS = frozenset({"version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"})


class Command(BaseCommand):
    """Ground of every `titian` sub-command: refusals become one clear message on stderr and an exit code, never a traceback."""

    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser("titian", subcommand, **kwargs)
        parser.prog = f"titian {subcommand}"
        parser.called_from_command_line = False
        _hide_what_is_djangos(parser)
        return parser

    def say(self, text: str) -> None:
        self.stdout.write(text)

    def say_json(self, value: object) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))


def _hide_what_is_djangos(parser: CommandParser) -> None:
    """Django's own options still work for who looks after the machine; the office's help does not list them."""
    for action in parser._actions:
        if action.dest in _DJANGOS:
            action.help = SUPPRESS


class DocumentCommand(Command, ABC):
    """Writes one page of `docs/` from the code; `--check` compares instead (exit 1 when somebody forgot to write it anew)."""

    document = ""

    @abstractmethod
    def text(self) -> str:
        """The page. Raises CommandError when it cannot be complete."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写文件（0 一致，1 过期）")
        parser.add_argument("--docs", type=Path, default=Path("docs"), metavar="文件夹", help="文档所在的文件夹，默认 docs")

    def handle(self, *args: Any, **options: Any) -> None:
        path, text = options["docs"] / self.document, self.text()
        if not options["check"]:
            path.write_text(text, "utf-8")
            self.say(f"已写入 {path}")
        elif not path.exists() or path.read_text("utf-8") != text:
            name = Path(self.document).stem
            raise refuse(f"{path} 与代码不一致，请运行 titian manage {name} 重新生成", code=1)


def refuse(message: str, *, code: int = 2) -> CommandError:
    """The error a command raises on bad input: `raise refuse(...)`."""
    return CommandError(message, returncode=code)


def guarded(act: Callable[[], None]) -> None:
    """Run the body of a command; a refused act or a missing right becomes a CommandError."""
    try:
        act()
    except Refused as problem:
        raise refuse("\n".join(problem.messages)) from problem
    except PermissionDenied as problem:
        raise refuse(str(problem)) from problem


def run(words: list[str]) -> int:
    """Execute one of our commands, or (`manage …`) any of Django's; returns the exit code instead of leaving the process."""
    django.setup()
    if problem := _begin():
        print(f"titian:{problem}", file=sys.stderr)
        return 2
    return _executed(words)


def _begin() -> str:
    """Why nothing can begin yet; empty where all is well."""
    try:
        begin()
    except Refused as problem:
        return str(problem)
    except OperationalError as problem:
        return f"数据库用不了（{_first_line(problem)}），上次中断的恢复还没有处理，请先让数据库可用"
    return ""


def _executed(words: list[str]) -> int:
    found = get_commands().get(words[0]) if words else None
    if not isinstance(found, str) or not found.startswith("titian."):
        return _foreign(words)
    command = load_command_class(found, words[0])
    try:
        options = vars(command.create_parser("titian", words[0]).parse_args(words[1:]))
        command.execute(*options.pop("args", ()), **options)
    except CommandError as problem:
        print(f"titian {words[0]}:{_without_prefix(str(problem))}", file=sys.stderr)
        return 2 if str(problem).startswith("Error: ") else problem.returncode
    except (OperationalError, ProgrammingError) as problem:
        print(
            f"titian {words[0]}:数据库用不了（{_first_line(problem)}）。新安装请先运行 titian init，升级后也要运行一次",
            file=sys.stderr,
        )
        return 2
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    return 0


def _first_line(problem: Exception) -> str:
    return next(iter(str(problem).splitlines()), "")


def _foreign(words: list[str]) -> int:
    """One of Django's own commands, with Django's own manners."""
    try:
        execute_from_command_line(["titian", *words])
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    return 0


def _without_prefix(message: str) -> str:
    """argparse says «Error: …» where a missing or unknown argument is meant."""
    return f"参数不对({message.removeprefix('Error: ')})。用法见 --help" if message.startswith("Error: ") else message
