"""How commands behave: one clear line on bad input, exit 2; `--by` names who acts; `--json` prints what a machine reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management import BaseCommand, CommandError, CommandParser, execute_from_command_line

from titian.base.errors import Refused


class Command(BaseCommand):
    """Ground of every `titian` sub-command: refusals become one clear message on stderr and an exit code, never a traceback."""

    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser("titian", subcommand, **kwargs)
        parser.prog = f"titian {subcommand}"
        return parser

    def say(self, text: str) -> None:
        self.stdout.write(text)

    def say_json(self, value: object) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))


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
    """Execute a management command; returns the exit code instead of leaving the process."""
    try:
        execute_from_command_line(["titian", *words])
    except CommandError as problem:
        print(f"titian:{problem}", file=sys.stderr)
        return problem.returncode
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    return 0
