"""`titian manage assess …`: the same as `titian assess`, which starts without Django."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import CommandParser

from titian.base.commands import Command as Base
from titian.base.commands import refuse
from titian.policies.assessing.command import add_arguments, run


class Command(Base):
    """Rules against facts of a file; no database."""

    help = "按政策规则评估企业"

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        code = run(Namespace(**options))
        if code:
            raise refuse("有企业没有评估，原因见上" if code == 1 else "没有评估", code=code)
