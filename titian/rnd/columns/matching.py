"""Which award a payment is for: by firm, by what else the sheet says, and where a firm waits for several by the amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from titian.base.money import to_yuan
from titian.base.quantities import plain
from titian.registry.models import Organisation
from titian.rnd.models import Award


@dataclass(frozen=True)
class Said:
    """What a row says of the award it means; `paid` in fen."""

    type: str | None = None
    year: int | None = None
    document: str | None = None
    paid: int | None = None
    day: date | None = None

    def means(self, award: Award) -> bool:
        wanted = (self.type, award.type), (self.year, award.year), (self.document, award.batch and award.batch.document)
        return all(said is None or said == known for said, known in wanted)


def matched(firm: Organisation, granted: Sequence[Award], said: Said) -> tuple[Award | None, str]:
    """The award, or why there is none. `granted`: everything granted to the firm, batched or not."""
    batched = [award for award in granted if award.batch_id]
    meant = [award for award in batched if said.means(award)]
    if not meant:
        return None, _not_there(firm, granted, batched, said)
    # What is done is looked at only where nothing else is meant: a year's runs are closed one by one.
    meant = [award for award in meant if not award.run.is_closed] or meant
    found = meant[0] if len(meant) == 1 else _by_amount(meant, said)
    return (found, "") if found else (None, _several(firm, meant))


def _by_amount(meant: Sequence[Award], said: Said) -> Award | None:
    """The one that was recorded as exactly this payment, else the only one waiting for this amount, else the only one waiting at all."""
    waiting = [award for award in meant if award.paid is None]
    for fits in (
        [award for award in meant if said.paid is not None and (award.paid, award.paid_on) == (said.paid, said.day)],
        [award for award in waiting if award.amount == said.paid],
        waiting,
    ):
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None


def _several(firm: Organisation, meant: Sequence[Award]) -> str:
    lines = "、".join(f"{award.type_label}（{award.year}年度，{_yuan(award)}）" for award in meant)
    return f"「{firm.name}」在批次里有 {len(meant)} 项：{lines}。请一项一行，并填写补助类型和所属年度"


def _not_there(firm: Organisation, granted: Sequence[Award], batched: Sequence[Award], said: Said) -> str:
    if said.document and batched:
        where = "、".join(dict.fromkeys(str(award.batch) for award in batched))
        return f"「{firm.name}」不在文号为「{said.document}」的批次里，在「{where}」。请核对文号"
    if batched:
        return f"「{firm.name}」在批次里没有这一类、这一年度的补助。{_several(firm, batched)}"
    if granted:
        return f"「{firm.name}」的补助已审定，还没有编入拨付批次；请先在后补助里编批，再导入"
    return f"「{firm.name}」没有审定过后补助，不在任何拨付批次里；请核对收款单位，或确认这笔款是不是后补助"


def _yuan(award: Award) -> str:
    return f"{plain(to_yuan(award.amount or 0), grouped=True)} 元"
