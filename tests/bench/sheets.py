"""How fast a register comes in and goes out: 50,000 organisations of 15 columns through the same verbs as `titian import` and `titian export`.

Beside it openpyxl, which only reads or writes the same cells: no checks, no database, no journal.

    python -m tests.bench.sheets [ROWS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROWS = 50_000
IMPORT_S, EXPORT_S = 20.0, 8.0
HEAD = (
    *(
        "企业名称",
        "统一社会信用代码",
        "成立日期",
        "所属乡镇",
        "行业代码",
        "是否规上",
        "企业类型",
        "注册资金（万元）",
        "法定代表人",
        "联系人",
    ),
    *("联系电话", "地址", "经营范围", "简称", "状态"),
)


def main() -> int:
    """Print seconds of processor time and the ratio to the peer; 1 when either is slower than asked."""
    asked = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as home:
        os.environ.update(TITIAN_HOME=home, DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        return _measure(Path(home), asked[0] if asked else ROWS)


def _measure(home: Path, rows: int) -> int:
    from django.core.management import call_command

    from titian.accounts.models import User
    from titian.accounts.tests.make import our_town
    from titian.base.clock import today
    from titian.base.installation import load, make_folders
    from titian.base.registers import registers
    from titian.exchange import actions
    from titian.exchange.exports import exported

    make_folders(load(home))
    call_command("migrate", verbosity=0)
    user = User.objects.create(username="bench", name="测速", role="officer")
    our_town()
    path = home / "企业.xlsx"
    _write(path, rows)
    data = path.read_bytes()

    def take() -> None:
        batch = actions.take_in("organisations", path.name, data, day=today(), by=user)
        plan = actions.import_at_once(batch, by=user)
        assert plan.created == rows, plan.errors[:3]

    came = _timed(take)
    read = _timed(lambda: _read_by_peer(path))
    went = _timed(lambda: exported(registers()["organisations"], user, today()))
    written = _timed(lambda: _write_by_peer(home / "peer.xlsx", rows))
    print(f"{rows} 行 × {len(HEAD)} 列（处理器时间）")
    print(f"导入 {came:.1f} s（应 ≤ {IMPORT_S:.0f} s）；openpyxl 只读出格子 {read:.1f} s，比值 {came / read:.2f}")
    print(f"导出 {went:.1f} s（应 ≤ {EXPORT_S:.0f} s）；openpyxl 只写出格子 {written:.1f} s，比值 {went / written:.2f}")
    share = rows / ROWS
    return int(came > IMPORT_S * share or went > EXPORT_S * share)


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _row(number: int) -> tuple[object, ...]:
    from titian.registry.tests.make import uscc

    name = f"示范县第{number}智能装备科技有限公司"
    day = f"{2000 + number % 25}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    firm = (
        name,
        uscc(number),
        day,
        "梯田镇" if number % 3 else "",
        ("C3512", "I6510", "M7320")[number % 3],
        ("是", "否", "")[number % 3],
    )
    people = ("有限责任公司", 10 + number % 9000, "张示范", "李示范", f"1990000{number % 10_000:04d}", f"示范县云山路 {number} 号")
    return (*firm, *people, "智能装备制造、销售；技术服务、技术开发、技术咨询", f"智能{number}", "在业")


def _write(path: Path, rows: int) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("企业")
    page.write_row(0, 0, HEAD)
    for number in range(1, rows + 1):
        page.write_row(number, 0, _row(number))
    book.close()


def _read_by_peer(path: Path) -> int:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))


def _write_by_peer(path: Path, rows: int) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    for number in range(1, rows + 1):
        page.append(_row(number))
    book.save(path)


if __name__ == "__main__":
    raise SystemExit(main())
