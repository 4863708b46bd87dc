"""What a register says of itself so that its Excel comes in and goes out: declared in a room's `columns.py`, used by `exchange`.

    class Titles(Register[Title]):
        name, label, counted = "titles", "资质荣誉", "项"
        model = Title
        columns = (Column("kind", "资质荣誉", "choice", choices=LABELS, required=True), …)
        key = ("organisation", "kind", "since")
        added, amended = "registry.title.added", "registry.title.amended"

    def registers() -> list[Register[Any]]: return [Titles()]
    def finders() -> dict[str, type[Finder]]: return {"town": Towns}

`exchange` reads the file, cleans every cell by its column's kind, finds what is there already, shows what would change, and writes all rows or
none through `fill` and `save`, each journalled. A column's `key` names the model's field unless the register overrides `current` and `fill`.
"""

from titian.base.registers.finders import Finder, NotFoundError, Work, finders
from titian.base.registers.register import BATCH, Register, registers
from titian.base.registers.rows import Change, Remark, Row
from titian.base.registers.values import all_in_words, all_kept, kept

__all__ = [
    "BATCH",
    "Change",
    "Finder",
    "NotFoundError",
    "Register",
    "Remark",
    "Row",
    "Work",
    "all_in_words",
    "all_kept",
    "finders",
    "kept",
    "registers",
]
