"""Step 4: the figures that come out of a ledger, and the sentence a paper says them in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from titian.base.disclosure import Disclosure
from titian.base.paragraphs import sampler
from titian.figures.catalogue import Indicator
from titian.figures.models import indicators
from titian.figures.models.indicators import areas
from titian.ledgers.definition import Field, Figure, Kind, Paragraph, State, Take
from titian.ledgers.definition.fields import NUMBERS
from titian.ledgers.definition.measures import BYS, TAKES, By
from titian.ledgers.definition.parse import dump_parts, part
from titian.ledgers.forms.tables import RowForm, TablesForm, table
from titian.ledgers.models import LedgerDraft
from titian.ledgers.models.drafts import UNNAMED

CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.FLAG})
_FLAGS = {"true": "是", "false": "否"}
_MARKS = frozenset("{}｛｝[]【】：:=＝ ")
_BRACES = re.compile(r"[{｛]\s*([^{}｛｝:：\s]+)([^{}｛｝]*)[}｝]")
_CODE = re.compile(r"n(\d+)$")


class FigureRow(RowForm):
    """One figure; conditions stand as boxes, one set a field that has choices."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="指标名称", max_length=80, help_text="如 清零企业数")
    unit = forms.CharField(label="单位", max_length=20, widget=forms.TextInput(attrs={"class": "narrow"}))
    take = forms.ChoiceField(
        label="数什么", choices=[(take.value, label) for take, label in TAKES.items()], initial=Take.ROWS.value
    )
    sum = forms.ChoiceField(label="加哪一列", required=False)
    by = forms.ChoiceField(label="按哪天归到期间", choices=[(by.value, label) for by, label in BYS.items()], initial=By.DAY.value)
    states = forms.MultipleChoiceField(
        label="哪些状态", required=False, widget=forms.CheckboxSelectMultiple, help_text="按到达状态、期末在册计的才选"
    )
    disclosure = forms.BooleanField(label="清稿可以印（公开）", required=False, initial=True)
    definition = forms.CharField(
        label="定义",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="数什么、不数什么；不写由系统按上面的选择写",
    )

    def __init__(
        self, *args: Any, fields: Sequence[Field], states: Sequence[State], settled: frozenset[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.described = fields
        numbers = [(one.key, one.head) for one in fields if one.kind in NUMBERS]
        self.choose("sum", [("", "（不加）"), *numbers])
        self.choose("states", [(state.code, state.label) for state in states])
        if not states:
            del self.fields["states"]
        for one in fields:
            if one.kind in CHOSEN and (one.choices or one.kind is Kind.FLAG):
                self.fields[f"where_{one.key}"] = forms.MultipleChoiceField(
                    label=f"只数「{one.label}」为", required=False, choices=_chosen(one), widget=forms.CheckboxSelectMultiple
                )
        # Once a figure stands in the catalogue, papers say it by this name: another name or unit is another figure.
        self.is_settled = (kwargs.get("initial") or {}).get("code", "") in settled
        for name in ("name", "unit", "definition", "disclosure") if self.is_settled else ():
            self.fields[name].disabled = True

    @property
    def conditions(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("where_")]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if set(name) & _MARKS:
            raise forms.ValidationError("指标名称里不能有括号{}[]、冒号、等号和空格")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("take") == Take.SUM and not data.get("sum"):
            self.add_error("sum", "请选要加的列")
        if data.get("by") == By.REACHED and not data.get("states"):
            if "states" in self.fields:
                self.add_error("states", "按到达状态计的，请选是哪个状态")
            else:
                self.add_error("by", "这本台账没有设状态，请选别的日期")
        return data

    def where(self) -> dict[str, tuple[str, ...]]:
        keys = (name for name in self.fields if name.startswith("where_"))
        return {name.removeprefix("where_"): tuple(self.cleaned_data[name]) for name in keys if self.cleaned_data.get(name)}


def _chosen(one: Field) -> list[tuple[str, str]]:
    if one.kind is Kind.FLAG:
        return list(_FLAGS.items())
    return [*one.choices.items(), *([("", "（未填）")] if one.kind is Kind.CHOICE else [])]


class SentenceRow(RowForm):
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    area = forms.ChoiceField(label="写进哪一部分")
    text = forms.CharField(label="句子", max_length=600, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("area", [*areas().items()])
        self.fields["area"].initial = "local"


class MeasuresForm(TablesForm):
    def __init__(self, *args: Any, draft: LedgerDraft, **kwargs: Any) -> None:
        self.draft = draft
        self.described = [part("fields", data) for data in draft.data.get("fields") or ()]
        self.states = [part("states", data) for data in draft.data.get("states") or ()]
        known = [part("figures", data) for data in draft.data.get("figures") or ()]
        self.packaged = [one for one in known if not one.is_local]
        self.own = {one.code: one for one in known if one.is_local}
        self.sentences = [part("paragraphs", data) for data in draft.data.get("paragraphs") or ()]
        catalogue = indicators()
        self.settled = frozenset(code for code in self.own if code in catalogue)
        self.taken = {entry.name: entry.code for entry in catalogue.values() if entry.code not in self.settled}
        data = args[0] if args else None
        asked = {"fields": self.described, "states": self.states, "settled": self.settled}
        figures = table(FigureRow, label="指标", extra=1, ordered=False, most=20)(
            data, initial=list(_figures(self.own)), prefix="figures", form_kwargs=asked
        )
        rows = table(SentenceRow, label="句子", extra=1, ordered=False, most=20)(
            data, initial=list(self._sentences()), prefix="sentences"
        )
        super().__init__(*args, tables={"figures": figures, "sentences": rows}, **kwargs)

    def _sentences(self) -> Iterator[dict[str, Any]]:
        names = {code: one.name for code, one in self.own.items()}
        for place, one in enumerate(self.sentences):
            yield {"place": str(place), "area": one.area, "text": said_by_name(one.text, names)}

    @property
    def packaged_names(self) -> list[str]:
        known = indicators()
        return [known[one.code].name if one.code in known else one.code for one in self.packaged]

    @property
    def samples(self) -> list[tuple[str, Sequence[str]]]:
        """The sentences as they are stored, with made-up numbers."""
        return [tried(one.text, [*self.packaged, *self.own.values()]) for one in self.sentences if one.text]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            for problem in [*self._clashes(), *self._faults()]:
                self.add_error(None, problem)
        return data

    def _clashes(self) -> Iterator[str]:
        seen: set[str] = set()
        for one in self.figures_now:
            if one.name in self.taken:
                yield f"指标目录里已有「{one.name}」（{self.taken[one.name]}），请换一个名称"
            elif one.is_local and one.name in seen:
                yield f"指标「{one.name}」写了两次，请换一个名称"
            seen.add(one.name)

    def _faults(self) -> Iterator[str]:
        for number, said in enumerate(self.paragraphs_now, start=1):
            _, faults = tried(said.text, self.figures_now)
            yield from (f"句子第 {number} 行，{fault}" for fault in faults)
            if not faults and not said.speaks_of:
                yield f"句子第 {number} 行没有用到指标，请用花括号写出，如 {{{next((one.name for one in self.figures_now), '指标名称')}}}"

    @property
    def figures_now(self) -> list[Figure]:
        made, used = list(self.packaged), set(self.own)
        for form in self.tables["figures"].said():
            assert isinstance(form, FigureRow)
            figure = self._figure(form, used)
            used.add(figure.code)
            made.append(figure)
        return made

    def _figure(self, form: FigureRow, used: set[str]) -> Figure:
        said = form.cleaned_data
        before = self.own.get(said["code"]) or Figure(self._free(used))
        take, by = Take(said["take"]), By(said["by"])
        # Conditions on fields that are not shown here stay as they were.
        kept = {key: codes for key, codes in before.where.items() if f"where_{key}" not in form.fields}
        made = replace(
            before,
            name=said["name"],
            unit=said["unit"].strip(),
            take=take,
            by=by,
            sum=said["sum"] if take is Take.SUM else "",
            states=tuple(said.get("states") or ()) if by in {By.REACHED, By.STANDING} else (),
            where={**kept, **form.where()},
            disclosure=Disclosure.OPEN if said["disclosure"] else Disclosure.INTERNAL,
        )
        return replace(made, definition=said["definition"].strip() or self._told(made))

    def _told(self, figure: Figure) -> str:
        return told_of(figure, str(self.draft.data.get("label", "")), self.described, self.states)

    def _free(self, used: set[str]) -> str:
        name = self.draft.ledger.code if self.draft.ledger else UNNAMED
        number = max((int(found[1]) for code in used if (found := _CODE.search(code))), default=0)
        return f"local.{name}.n{number + 1}"

    @property
    def paragraphs_now(self) -> list[Paragraph]:
        # A figure that is given another name on the same page is still found under its old one.
        names = {one.name: one.code for one in (*self.own.values(), *self.figures_now) if one.is_local}
        made = []
        for form in self.tables["sentences"].said():
            said = form.cleaned_data
            place = int(said["place"]) if said["place"].isdecimal() else len(self.sentences)
            before = self.sentences[place] if place < len(self.sentences) else Paragraph()
            made.append(replace(before, area=said["area"], text=said_by_code(said["text"].strip(), names)))
        return made

    def data_of(self) -> dict[str, Any]:
        return {"figures": dump_parts(self.figures_now), "paragraphs": dump_parts(self.paragraphs_now)}


def _figures(own: Mapping[str, Figure]) -> Iterator[dict[str, Any]]:
    for one in own.values():
        yield {
            "code": one.code,
            "take": one.take.value,
            "by": one.by.value,
            "states": list(one.states),
            "disclosure": one.disclosure is Disclosure.OPEN,
            **{f"where_{key}": list(codes) for key, codes in one.where.items()},
            **{name: getattr(one, name) for name in ("name", "unit", "sum", "definition")},
        }


def told_of(figure: Figure, label: str, fields: Sequence[Field], states: Sequence[State]) -> str:
    """«「清零清单」里有几家企业（同一家只算一次），按发生日期；只数类别为技术、资金的。»"""
    labels = {one.key: one for one in fields}
    what = f"{TAKES[figure.take]}" if figure.take is not Take.SUM else f"「{labels[figure.sum].label}」加起来"
    named = "、".join(state.label for state in states if state.code in figure.states)
    parts = [f"「{label}」里{what}，{BYS[figure.by]}{f'（{named}）' if named else ''}"]
    for key, codes in figure.where.items():
        if key in labels:
            words = dict(_chosen(labels[key])) if labels[key].kind in CHOSEN else {}
            parts.append(f"只数「{labels[key].label}」为{'、'.join(words.get(code, code) for code in codes)}的")
    return "；".join(parts) + "。"


def said_by_name(text: str, names: Mapping[str, str]) -> str:
    """{local.own3.n1:growth} → {清零企业数:growth}: as the office reads it."""
    return _BRACES.sub(lambda found: f"{{{names.get(found[1], found[1])}{found[2]}}}", text)


def said_by_code(text: str, codes: Mapping[str, str]) -> str:
    """And back; names of the catalogue's own figures too."""
    every = {**{entry.name: entry.code for entry in indicators().values()}, **codes}
    return _BRACES.sub(lambda found: f"{{{every.get(found[1], found[1])}{found[2]}}}", text)


def tried(text: str, figures: Sequence[Figure]) -> tuple[str, Sequence[str]]:
    """A sentence with made-up numbers, or its faults; neither where no room writes papers."""
    found = sampler()
    if found is None:
        return "", ()
    entries = [
        Indicator(one.code, one.name, one.unit, "flow" if one.by in {By.DAY, By.CLOSED, By.REACHED} else "stock", "local", "")
        for one in figures
        if one.is_local
    ]
    said, faults, _ = found(text, entries)
    return said, faults
