"""`titian reassess --day D [--programme hnte …]`: everybody of the registers against the rules; verdicts are kept."""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import Any

from django.core.management.base import CommandParser

from titian.accounts.commands import acting, add_by
from titian.base.clock import today
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.journal.context import through
from titian.policies.population.running import reassess
from titian.policies.rungs import rungs


class Command(Base):
    """One line a programme; a run that was killed goes on."""

    help = "按政策规则重新评估名录里的全部企业，并保存结论"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", metavar="日期", help="评估日，如 2026-06-30（默认：今天）")
        parser.add_argument(
            "--programme", action="append", default=[], metavar="项目", help="只评这个项目，如 hnte；可写几次（默认：全部）"
        )
        add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        day = _day(options["day"])
        began = perf_counter()
        with through("command"):
            user = acting(options)

            def act() -> None:
                run = reassess(day, by=user, codes=tuple(options["programme"]))
                self.say(f"{day} 评估 {run.done} 家企业，用时 {perf_counter() - began:.1f} 秒")
                for rung in rungs(run.region):
                    if numbers := run.counts.get(rung.code):
                        said = (numbers["met"], numbers["not_met"], numbers["unknown"])
                        self.say(f"  {rung.code:<14}{rung.label}  符合 {said[0]}，不符合 {said[1]}，待定 {said[2]}")

            guarded(act)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError as problem:
        raise refuse(f"--day「{text}」不是日期，应如 2026-06-30") from problem
