"""The county's ladder: what no register has a column for, the pool, the batches, and everybody assessed.

Pool, applications and certificates follow the titles that came in with the registers, so that the pages agree with what the papers state:
53 firms in the pool, 21 declared in the first batch of 2026, 15 more on their way to the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from titian.accounts.models import User
from titian.base.registers import registers
from titian.demo.county.chance import Dice
from titian.demo.registers import Loaded, import_book
from titian.demo.workbooks import NOTE, WRITTEN
from titian.exchange.workbook import Sheet, write
from titian.policies.actions import open_batch, plan_declaration, take_over_applications, tick
from titian.policies.checklist import items
from titian.policies.models import DeclarationBatch
from titian.policies.population.running import reassess
from titian.policies.record.catalogue import FIELDS
from titian.registry.models import Organisation, Title

PLANNED = 15  # for the second batch of 2026
STAGES = ("survey", "coaching", "coaching", "fixing", "preparing")
TOLD_SINCE = date(2025, 1, 10)
SOURCE = "企业培育摸底表"
Row = Mapping[str, object]

# Batches: programme, name, opening, the bureau's day, the day above, document.
BATCHES = (
    ("hnte", "2025年第一批", date(2025, 5, 8), date(2025, 6, 18), date(2025, 6, 25), "示科发〔2025〕11号"),
    ("hnte", "2025年第二批", date(2025, 8, 4), date(2025, 8, 26), date(2025, 8, 31), "示科发〔2025〕19号"),
    ("hnte", "2026年第一批", date(2026, 5, 6), date(2026, 5, 29), date(2026, 6, 5), "示科发〔2026〕9号"),
    ("hnte", "2026年第二批", date(2026, 7, 1), date(2026, 8, 14), date(2026, 8, 28), ""),
    ("tsme", "2026年第五批", date(2026, 5, 11), date(2026, 6, 12), date(2026, 6, 26), "示科发〔2026〕10号"),
)


def load_ladder(folder: Path, *, day: date, people: Mapping[str, User]) -> list[Loaded]:
    """Two workbooks imported, batches opened and filled, the checklist of the planned firms, one assessment."""
    by = people["enterprise"]
    loaded = [
        import_book("stated-facts", _book(folder, "登记事实", "stated-facts", [*_stated(), *_scored(day)]), day=day, by=by),
        import_book("pool", _book(folder, "培育库", "pool", _pool(day)), day=day, by=by),
    ]
    for programme, name, opens, county, upper, document in BATCHES:
        batch = open_batch(
            programme=programme,
            name=name,
            opens_on=opens,
            county_deadline=county,
            upper_deadline=upper,
            document=document,
            by=by,
        )
        take_over_applications(batch, by=by)
    _plan(day, by=by)
    reassess(day, by=by)
    return loaded


def _book(folder: Path, title: str, register: str, rows: Iterable[Row]) -> Path:
    path = folder / f"{title}.xlsx"
    path.write_bytes(write([Sheet(title, title, NOTE, registers()[register].columns, list(rows))], created=WRITTEN))
    return path


def _stated() -> Iterator[Row]:
    """What was asked of holders, of the pool and of those who applied, by a survey in January 2025."""
    dice = Dice("stated facts")
    known = Title.objects.filter(kind__in=("hnte", "hnte_pool")).values("organisation")
    for firm in Organisation.objects.current().filter(pk__in=known).exclude(uscc=None).order_by("pk"):
        since = max(TOLD_SINCE, firm.founded_on or TOLD_SINCE)
        told = {
            "tax_audited_books": "是",
            "on_negative_list": "否",
            "on_abnormal_list": "否",
            "misconduct": "否",
            "incidents": "无",
            "is_sme": "是",
            "restricted_products": "否",
            "core_ip_supports_product": "是",
            "field": FIELDS[dice.whole(0, len(FIELDS) - 1)],
            "transformations_3y": str(dice.whole(6, 17)),
            "niche_years": str(dice.whole(2, 12)),
        }
        for key, text in told.items():
            if dice.between(0, 1) < 0.95:  # the survey was not answered in full by everybody
                yield {
                    "organisation": firm.name,
                    "uscc": firm.uscc,
                    "key": key,
                    "value": text,
                    "since": since,
                    "source": SOURCE,
                }


def _scored(day: date) -> Iterator[Row]:
    """Experts looked at what was declared in May before it went up."""
    dice = Dice("experts")
    waiting = Title.objects.standing("applied", day).filter(kind="hnte").select_related("organisation").order_by("pk")
    ranges = {"ip": (20, 29), "transformation": (19, 28), "rd_management": (14, 19), "growth": (9, 17)}
    for title in waiting:
        for item, (least, most) in ranges.items():
            yield {
                "organisation": title.organisation.name,
                "uscc": title.organisation.uscc,
                "key": f"expert_scores.{item}",
                "value": str(dice.whole(least, most)),
                "since": title.applied_on,
                "source": "专家预审意见",
            }


def _pool(day: date) -> Iterator[Row]:
    """As the county's list has it; who got the certificate has left with it."""
    holders = dict(Title.objects.valid_on(day).filter(kind="hnte").values_list("organisation", "since"))
    declared = set(Title.objects.standing("applied", day).filter(kind="hnte").values_list("organisation", flat=True))
    for place, title in enumerate(Title.objects.filter(kind="hnte_pool").select_related("organisation").order_by("pk")):
        left = title.until - timedelta(days=1) if title.until and title.until <= day else None
        certified = left is not None and title.organisation_id in holders
        yield {
            "organisation": title.organisation.name,
            "uscc": title.organisation.uscc,
            "programme": "hnte",
            "entered_on": title.since,
            "reason": title.batch,
            "stage": "ready" if title.organisation_id in declared else STAGES[place % len(STAGES)],
            "left_on": left,
            "left_why": ("certified" if certified else "unfit") if left else None,
        }


def _plan(day: date, *, by: User) -> None:
    """Fifteen of the pool prepare for the second batch, with what they have set up so far."""
    batch = DeclarationBatch.objects.get(name="2026年第二批")
    pool = Title.objects.valid_on(day).filter(kind="hnte_pool", organisation__state="active")
    waiting = Title.objects.standing("applied", day).filter(kind="hnte")
    held = Title.objects.valid_on(day).filter(kind="hnte")
    free = pool.exclude(organisation__in=waiting.values("organisation")).exclude(organisation__in=held.values("organisation"))
    for place, title in enumerate(free.select_related("organisation__officer").order_by("since", "pk")[:PLANNED]):
        firm = title.organisation
        plan_declaration(firm, batch=batch, on=day - timedelta(days=20 - place), by=by)
        for number, item in enumerate(items()):
            if (number + place) % 10 < 4 + place % 5:
                tick(firm, item=item, on=date(2026, 3, 2) + timedelta(days=3 * number + place), proof="已查看原件", by=by)
