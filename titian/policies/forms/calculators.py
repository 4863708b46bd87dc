"""The calculators: what a visitor types in is worked out and kept nowhere."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms

from titian.base.forms import Form
from titian.policies.benefits.deduction import TAX_RATES, WHO, Costs
from titian.policies.benefits.deriving import HeldTitle, Known
from titian.policies.benefits.simulation import CUTS
from titian.policies.benefits.vocabulary import FIGURES, FLAGS, title_label
from titian.policies.engine.units import Unit
from titian.policies.models import Policy
from titian.policies.standing import here
from titian.registry.codes import SECTIONS
from titian.registry.forms.fields import WanField, choices, fen

YES_NO = [("", "不清楚"), ("1", "是"), ("0", "否")]
SITUATIONS = {"": "没有", "first": "首次认定（所属年度）", "again": "重新认定（所属年度）", "held": "以前认定、现在有效"}


class CalculatorForm(Form):
    """Only what the clauses in force ask for: `reads` are the names of their facts."""

    def __init__(self, *args: Any, reads: Collection[str], year: int, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.day = year, day
        kinds = sorted({name.split(".")[1] for name in reads if name.startswith("title.")})
        for kind in kinds:
            self.fields[f"title.{kind}"] = forms.ChoiceField(label=title_label(kind), required=False, choices=choices(SITUATIONS))
        for key, (_, label, unit) in FIGURES.items():
            spans = {
                name.split(".")[0] for name in reads if name.endswith(f".{key}") and name.split(".")[0] in ("year", "prior", "rise")
            }
            for span, of in (("year", year), ("prior", year - 1)):
                if span in spans or "rise" in spans:
                    self.fields[f"{of}.{key}"] = self._number(f"{of}年度{label}", unit)
        if any(name.startswith("scale.") for name in reads):
            for of in (year, year - 1):
                self.fields[f"scale.{of}"] = forms.ChoiceField(label=f"{of}年是否规上企业", required=False, choices=YES_NO)
        if any(name.startswith("industry.") for name in reads):
            named = [(code, f"{code} {about[2]}") for code, about in SECTIONS.items()]
            self.fields["industry"] = forms.ChoiceField(label="行业门类", required=False, choices=[("", "不清楚"), *named])
        for flag in sorted({name.removeprefix("flag.") for name in reads if name.startswith("flag.")}):
            self.fields[f"flag.{flag}"] = forms.ChoiceField(label=FLAGS[flag], required=False, choices=YES_NO)
        if "age" in reads:
            self.fields["founded"] = forms.DateField(label="成立日期", required=False)

    @staticmethod
    def _number(label: str, unit: Unit) -> forms.Field:
        if unit is Unit.MONEY:
            return WanField(label=label, required=False, help_text="万元")
        return forms.IntegerField(label=label, required=False, min_value=0)

    def known(self, *, region: str) -> Known:
        """What was typed in, as the rules take it; what was left empty is unknown."""
        said = self.cleaned_data
        years: dict[int, dict[str, int | None]] = {}
        for name, value in said.items():
            year, _, key = name.partition(".")
            if year.isdigit() and value is not None:
                amount = fen(value) if FIGURES[key][2] is Unit.MONEY else value
                years.setdefault(int(year), {})[FIGURES[key][0]] = amount
        flags = {name.removeprefix("flag."): int(value) for name, value in said.items() if name.startswith("flag.") and value}
        scale = {
            int(name.removeprefix("scale.")): value == "1" for name, value in said.items() if name.startswith("scale.") and value
        }
        return Known(
            region=region or None,
            industry=said.get("industry") or None,
            founded=said.get("founded"),
            years=years,
            flags=flags,
            titles=tuple(self._titles()),
            scale=scale,
            blocked={("rd_evaluation", self.day.year): False},
        )

    def _titles(self) -> Any:
        for name, value in self.cleaned_data.items():
            if not name.startswith("title.") or not value:
                continue
            given = date(self.year - 1 if value == "held" else self.year, 12, 1)
            yield HeldTitle(name.removeprefix("title."), since=given, first=value == "first" if value != "held" else None)


_COSTS = {
    "staff": "人员人工费用",
    "direct": "直接投入费用",
    "depreciation": "折旧费用（仪器、设备）",
    "intangibles": "无形资产摊销",
    "design": "新产品设计费、工艺规程制定费、现场试验费等",
    "other": "其他相关费用",
    "domestic": "委托境内研发实际发生额",
    "overseas": "委托境外研发实际发生额（不含个人）",
    "offset": "下脚料等特殊收入和已销售产品的材料费",
    "amortised": "资本化研发费用当年摊销额",
}
_INCOME = {"listed_income": "负面清单行业的收入", "income": "收入总额", "untaxed": "不征税收入", "investment": "投资收益"}


class DeductionForm(Form):
    year = forms.IntegerField(label="年度", min_value=2016, max_value=2100)
    who = forms.ChoiceField(label="企业类型", choices=choices(WHO))
    tax_rate = forms.TypedChoiceField(
        label="企业所得税税率", choices=[(str(key), label) for key, label in TAX_RATES.items()], coerce=int
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (_COSTS | _INCOME).items():
            self.fields[name] = WanField(label=label, required=False, help_text="万元")

    def costs(self) -> Costs:
        said = {name: fen(self.cleaned_data.get(name)) for name in (*_COSTS, *_INCOME)}
        return Costs(**{name: amount for name, amount in said.items() if amount is not None})


class SimulationForm(Form):
    """Asked by address, so that a simulation can be sent as a link."""

    ceiling = WanField(label="预算上限", required=False, help_text="万元；不填不设上限")
    cut = forms.ChoiceField(label="超出预算时", required=False, choices=choices(CUTS))
    score = forms.ChoiceField(label="评分项目", required=False, help_text="只在按评分安排时用")
    against = forms.ModelChoiceField(label="与另一份对比", required=False, queryset=Policy.objects.none(), empty_label="不对比")

    def __init__(self, *args: Any, policy: Policy, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("against", Policy.objects.exclude(pk=policy.pk))
        scored = {rung.code: rung.label for rung in here() if (found := rung.programme(day)) and found.score is not None}
        self.choose("score", choices(scored))

    def clean_ceiling(self) -> int | None:
        return fen(self.cleaned_data["ceiling"])
