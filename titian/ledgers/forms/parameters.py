"""What an office sets of a ledger without changing its definition: who answers for it, the numbers it computes by, its colours' days and words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from titian.accounts.models import Department
from titian.base.forms import GuardedForm
from titian.base.quantities import plain
from titian.ledgers.computing import Parameter, computing
from titian.ledgers.definition import ColourRule, Definition
from titian.ledgers.definition.changes import told
from titian.ledgers.definition.colours import BY_DAYS, BY_POINTS, WHEN
from titian.ledgers.models import Ledger


def counting(definition: Definition) -> dict[int, ColourRule]:
    """Its colour rules that count days or points, by their place."""
    return {place: rule for place, rule in enumerate(definition.colours) if rule.when in BY_DAYS | BY_POINTS}


def parameter_values(definition: Definition) -> dict[str, object]:
    """As they hold now, by the names of the form's fields."""
    found: dict[str, object] = {"department": definition.department}
    found |= {one.key: _shown(one.of(definition)) for one in computing(definition.name).parameters}
    for place, rule in counting(definition).items():
        found |= {_amount(place, rule): rule.days if rule.when in BY_DAYS else rule.points, f"word_{place}": rule.word}
    return found


class ParametersForm(GuardedForm):
    """Made by `parameters_form`, which sets `ledger` and a field a number."""

    ledger: Ledger
    reason = forms.CharField(label="修改依据", max_length=200, help_text="如哪个文件、哪次会议；写入操作记录")

    def options(self) -> dict[str, Any]:
        """As `actions.set_parameters` takes them."""
        return {one.key: self.cleaned_data[one.key] for one in computing(self.ledger.code).parameters}

    def others(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("department", "reason")}

    def thresholds(self) -> dict[int, dict[str, Any]]:
        data = self.cleaned_data
        return {
            place: {
                "days" if rule.when in BY_DAYS else "points": data[_amount(place, rule)],
                "word": data[f"word_{place}"],
            }
            for place, rule in counting(self.ledger.about).items()
        }


def parameters_form(ledger: Ledger) -> type[Any]:
    own = ledger.as_defined
    numbers = {one.key: _parameter(one, one.of(own)) for one in computing(ledger.code).parameters}
    fields = {"department": _departments(own)} | numbers | dict(_colours(ledger)) | {"reason": ParametersForm.base_fields["reason"]}
    return type("ParametersForm", (ParametersForm,), {**fields, "ledger": ledger})


def _amount(place: int, rule: ColourRule) -> str:
    return f"{'days' if rule.when in BY_DAYS else 'points'}_{place}"


def _colours(ledger: Ledger) -> Iterator[tuple[str, forms.Field]]:
    own = ledger.as_defined.colours
    for place, rule in counting(ledger.about).items():
        what, days = f"颜色「{WHEN[rule.when]}」", rule.when in BY_DAYS
        usual = f"原来的定义：{told(own[place])}"
        label, most = (f"{what}（天）", 999) if days else (f"{what}（个百分点）", 100)
        yield _amount(place, rule), forms.IntegerField(label=label, min_value=0, max_value=most, help_text=usual)
        yield f"word_{place}", forms.CharField(label=f"{what}显示的字", max_length=20)


def _departments(own: Definition) -> forms.Field:
    """Of the office's own; what the definition names stands there too where the office has none of that name."""
    names = list(dict.fromkeys([*filter(None, [own.department]), *Department.objects.values_list("name", flat=True)]))
    nobody = [] if own.department else [("", "（不指定）")]
    return forms.ChoiceField(
        label="负责科室",
        required=bool(own.department),
        choices=[*nobody, *((name, name) for name in names)],
        help_text="由这本台账数出的指标，缺数时找它；没写科室的记录也归它",
    )


def _parameter(one: Parameter, usual: Any) -> forms.Field:
    label = f"{one.label}（{one.unit}）" if one.unit else one.label
    said = one.choices.get(str(usual), usual) if one.choices is not None else _shown(usual)
    words = "；".join(filter(None, [one.help, f"随系统提供：{said}", one.source]))
    if one.choices is not None:
        return forms.ChoiceField(label=label, choices=list(one.choices.items()), required=False, help_text=words)
    if isinstance(one.value, Decimal):
        return forms.DecimalField(
            label=label, min_value=one.minimum, max_value=one.maximum, max_digits=14, decimal_places=2, help_text=words
        )
    return forms.IntegerField(label=label, min_value=one.minimum, max_value=one.maximum, help_text=words)


def _shown(value: object) -> object:
    return plain(value) if isinstance(value, Decimal) else value
