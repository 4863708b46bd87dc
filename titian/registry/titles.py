"""The titles (资质荣誉) an organisation climbs through: what they are called, how long they hold, which figures they feed. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypedDict

from titian.base.terms import Term


@dataclass(frozen=True)
class TitleKind:
    """One title.

    years, year_end   how long it holds: so many years from the certificate's day, or until the end of the year it was given in; neither:
                      until somebody says otherwise. `reference` is where that is written.
    known_before      the day from which another version of the rule is in force whose term nobody has confirmed yet
    valid             the stock figure: how many hold it on a day
    new               the flow figure: how many were given it in a period
    applied           the flow figure: how many applied in a period
    mechanism         of `base.mechanisms`: where the office has nothing to do with it, titles of the kind are kept but shown nowhere
    """

    code: str
    label: str
    short: str
    aliases: tuple[str, ...] = ()
    years: int | None = None
    year_end: bool = False
    reference: str = ""
    known_before: date | None = None
    valid: str = ""
    new: str = ""
    applied: str = ""
    mechanism: str = "ladder"

    def ends(self, since: date) -> date | None:
        """The first day on which a title given on `since` no longer holds, by its own rule; None where no rule is known."""
        if self.known_before and since >= self.known_before:
            return None
        if self.year_end:
            return date(since.year + 1, 1, 1)
        return _years_later(since, self.years) if self.years else None


def _years_later(day: date, years: int) -> date:
    """29 February ends on 1 March of a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


class _Term(TypedDict):
    years: int
    reference: str
    known_before: date


_SME_2022 = _Term(
    years=3,
    reference="工信部企业〔2022〕63号：有效期三年；2026年4月1日起施行的新办法有效期未核实，到期日请照证书填写",
    known_before=date(2026, 4, 1),
)
_KINDS = (
    TitleKind(
        *("tsme", "科技型中小企业", "科小"),
        aliases=("国家科技型中小企业", "科技型中小企业入库", "国科小"),
        mechanism="tech_sme",
        year_end=True,
        reference="科技型中小企业评价服务工作指引（2022年修订）：入库登记编号自公告之日起至当年12月31日有效",
        valid="tsme.stored",
        applied="tsme.applied",
    ),
    TitleKind(
        *("hnte", "高新技术企业", "高企"),
        aliases=("国家高新技术企业", "国高", "国家高企", "国高企"),
        mechanism="high_tech",
        years=3,
        reference="国科发火〔2016〕32号第九条：资格自颁发证书之日起有效期三年",
        valid="hnte.valid",
        new="hnte.new",
        applied="hnte.applied",
    ),
    TitleKind(
        "hnte_pool",
        "高新技术企业培育库入库企业",
        "高企培育库",
        ("高企培育入库", "省高企培育库"),
        valid="hnte.pool",
        mechanism="high_tech",
    ),
    TitleKind("isme", "创新型中小企业", "创新型中小", applied="isme.applied", **_SME_2022),
    TitleKind("srdi", "专精特新中小企业", "专精特新", ("省级专精特新", "专精特新企业"), applied="srdi.applied", **_SME_2022),
    TitleKind("little_giant", "专精特新“小巨人”企业", "小巨人", ("专精特新小巨人", "国家级专精特新小巨人企业"), **_SME_2022),
    TitleKind("giant", "科技小巨人企业", "科技小巨人", new="giant.new"),
    TitleKind("eagle", "雏鹰企业", "雏鹰", new="eagle.new", applied="eagle.applied"),
    TitleKind("gazelle", "瞪羚企业", "瞪羚", new="gazelle.new", applied="gazelle.applied"),
    TitleKind("demo", "创新型示范企业", "创新型示范", new="demo.new"),
    TitleKind("leading", "科技领军企业", "科技领军", ("领军企业",)),
    TitleKind("unicorn", "独角兽企业", "独角兽"),
)
KINDS: Mapping[str, TitleKind] = MappingProxyType({kind.code: kind for kind in _KINDS})
LABELS: Mapping[str, str] = MappingProxyType({kind.code: kind.label for kind in _KINDS})
MECHANISMS = " ".join(dict.fromkeys(kind.mechanism for kind in _KINDS))  # of titles as a whole
SPOKEN: Mapping[str, str] = MappingProxyType({word: kind.code for kind in _KINDS for word in (kind.short, *kind.aliases)})


def terms() -> list[Term]:
    """The titles for the glossary."""
    return [Term("资质荣誉 titles", kind.code, kind.label, kind.reference) for kind in _KINDS]
