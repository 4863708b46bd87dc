"""Forms in which an office defines a ledger: what it is called and who fills it in, and its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from titian.accounts.models import Department, User
from titian.base.disclosure import DISCLOSURES, Disclosure
from titian.base.forms import Form, ReasonForm, renamed
from titian.exchange.heads.words import head_of
from titian.ledgers.definition import SHARED, Field, Kind
from titian.ledgers.definition.fields import KINDS, REFERENCES, YUAN
from titian.ledgers.definition.ledger import FILLERS, GROUPS
from titian.ledgers.definition.parse import dump_parts, part
from titian.ledgers.definition.suggest import keyed
from titian.ledgers.forms.heads import heads_in
from titian.ledgers.forms.tables import DELETE, RowForm, Table, TablesForm, lines, table
from titian.ledgers.models import Ledger, LedgerDraft

_OPEN_CHOICES = frozenset({"kind", "level"})


class HeadForm(Form):
    """Step 1: what every ledger says of itself."""

    label = forms.CharField(label="名称", max_length=60, help_text="如 七张清单、惠企政策落实台账")
    group = forms.ChoiceField(label="分组", choices=list(GROUPS.items()), initial="local")
    counted = forms.CharField(label="计数量词", max_length=8, initial="项", widget=forms.TextInput(attrs={"class": "narrow"}))
    fillers = forms.MultipleChoiceField(
        label="局外谁来填",
        required=False,
        choices=list(FILLERS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="局内人员都能填。勾选的单位随时可以填自己的记录；只在需要时收一次的，不用勾，建好后用「发表收数」",
    )
    department = forms.ChoiceField(label="负责科室", required=False)
    one_off = forms.BooleanField(label="只发这一次的表，不进导航", required=False)
    remembered = forms.BooleanField(
        label="记录本身记入大事记",
        required=False,
        help_text="如 签约的基地；要到某个状态才算大事的（获批、投用），在「状态和颜色」里勾「记大事」",
    )
    least = forms.IntegerField(
        label="数量达到多少才记",
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "narrow"}),
        help_text="看「数量（人次）」字段；不填的都记",
    )
    help = forms.CharField(label="填写说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, ledger: Ledger | None = None, **kwargs: Any) -> None:
        notable = (kwargs.get("initial") or {}).get("notable")
        # What no field of the form asks for stays as it is.
        said = notable if isinstance(notable, Mapping) else {}
        self.chosen: Mapping[str, Any] = {key: said[key] for key in ("where", "result") if said.get(key)}
        if isinstance(notable, Mapping):
            kwargs["initial"] = {**kwargs["initial"], "remembered": notable.get("rows", True), "least": notable.get("least")}
        super().__init__(*args, **kwargs)
        self.ledger = ledger
        names = list(Department.objects.values_list("name", flat=True))
        self.choose("department", [("", "（不指定）"), *((name, name) for name in names)])

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"].strip()
        same = Ledger.objects.filter(label=label).first()
        if same is not None and same != self.ledger:
            raise forms.ValidationError(f"已有一本「{label}」，请换一个名称，或在那本台账里加字段")
        return label

    def head(self) -> dict[str, Any]:
        """As `definition.parse` reads it."""
        said = {name: self.cleaned_data[name] for name in ("label", "group", "counted", "fillers", "department", "one_off", "help")}
        rows, least = self.cleaned_data["remembered"], self.cleaned_data["least"] or 0
        return said | {"notable": {"rows": rows, "least": least, **self.chosen} if rows or self.chosen or least else None}


class NewLedgerForm(HeadForm):
    """Step 1 of a new ledger, with where its fields come from."""

    heads = forms.CharField(
        label="从 Excel 表头开始",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "在 Excel 或 WPS 里选中表头那一行，复制后粘贴到这里"}),
        help_text="字段、类型由系统按表头猜，下一步可以改",
    )
    sheet = forms.FileField(label="或上传空表", required=False, help_text="如上级发来的 .xlsx 空表，只读表头")
    source = forms.ModelChoiceField(
        label="或照一本已有的台账",
        required=False,
        queryset=Ledger.objects.none(),
        empty_label="（不用）",
        help_text="字段、状态、颜色照搬，之后可以改",
    )
    field_order = ("label", "heads", "sheet", "source", "group", "counted", "fillers", "department", "one_off", "help")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("source", Ledger.objects.visible_to(user).in_use())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data["found"] = heads_in(data.get("heads") or "", data.get("sheet"))
        except ValueError as problem:
            self.add_error("sheet" if data.get("sheet") else "heads", str(problem))
        return data


def choices_from(text: str, before: Mapping[str, str]) -> dict[str, str]:
    """Options as they stand one a line → code → label. What was there keeps its code, 「旧名→新名」 renames it."""
    codes = {label: code for code, label in before.items()}
    number = max((int(code[1:]) for code in before if code[:1] == "o" and code[1:].isdecimal()), default=0)
    made: dict[str, str] = {}
    for line in lines(text):
        old, new = renamed(line)
        label = new if old in codes else line
        code = codes.get(old) or codes.get(line)
        if code is None:
            number += 1
            code = f"o{number}"
        made[code] = label[:40]
    return made


class FieldRow(RowForm):
    """One field. Its key is the system's affair and stays what it is."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="名称", max_length=60, required=False)
    kind = forms.ChoiceField(
        label="类型",
        choices=[(kind.value, label) for kind, label in KINDS.items() if kind is not Kind.ROW],
        initial=Kind.TEXT.value,
    )
    required = forms.BooleanField(label="必填", required=False)
    choices = forms.CharField(
        label="选项（一行一个）", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 1, "class": "options"})
    )
    listed = forms.BooleanField(label="列表显示", required=False, initial=True)
    quick = forms.BooleanField(label="手机速填", required=False)
    identity = forms.BooleanField(label="判重", required=False)
    inside = forms.BooleanField(label="仅局内", required=False)
    disclosure = forms.ChoiceField(
        label="公开属性", choices=[(one.value, label) for one, label in DISCLOSURES.items()], initial=Disclosure.INTERNAL.value
    )

    def __init__(self, *args: Any, held: bool = False, **kwargs: Any) -> None:
        """`held`: the ledger has rows. A field of its own then changes its type with what they keep, one that is common to all never."""
        super().__init__(*args, **kwargs)
        key = (kwargs.get("initial") or {}).get("key", "")
        kind = (kwargs.get("initial") or {}).get("kind", "")
        if kind == Kind.ROW.value:
            self.choose("kind", [(kind, KINDS[Kind.ROW])])
        elif held and key and key not in SHARED:
            self.choose("kind", [(one.value, label) for one, label in KINDS.items() if one not in REFERENCES])
        self.fields["kind"].disabled = held and bool(key) and (key in SHARED or kind == Kind.ROW.value)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = data.get("label", "").strip()
        if data.get(DELETE):
            return data
        if not said and (data.get("key") or data.get("choices")):
            self.add_error("label", "请写名称，或勾选「去掉」")
        if data.get("kind") == Kind.CHOICES.value and not lines(data.get("choices", "")):
            self.add_error("choices", "多选要列出选项，一行一个")
        return data

    @property
    def is_said(self) -> bool:
        return super().is_said and bool(self.cleaned_data.get("label", "").strip())


class FieldsForm(TablesForm):
    """Step 2: the fields of a draft, by the row."""

    def __init__(self, *args: Any, draft: LedgerDraft, **kwargs: Any) -> None:
        self.draft = draft
        self.known = {field["key"]: field for field in draft.data.get("fields") or ()}
        self.held = draft.ledger is not None and draft.ledger.rows.exists()
        made = table(FieldRow, label="", extra=4 if self.known else 10)
        rows = made(args[0] if args else None, initial=list(self._initial()), prefix="fields", form_kwargs={"held": self.held})
        super().__init__(*args, tables={"fields": rows}, **kwargs)

    @property
    def rows(self) -> Table:
        return self.tables["fields"]

    def _initial(self) -> Iterator[dict[str, Any]]:
        identity = set(self.draft.data.get("identity") or ())
        for data in self.known.values():
            one = part("fields", data)
            unit = f"（{one.unit}）" if one.unit else ""
            yield {
                "key": one.key,
                "label": f"{one.label}{unit}",
                "kind": one.kind.value,
                "choices": "\n".join(one.choices.values()),
                "identity": one.key in identity,
                "disclosure": one.disclosure.value,
                **{name: getattr(one, name) for name in ("required", "listed", "quick", "inside")},
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            for problem in self._problems():
                self.add_error(None, problem)
        return data

    def _problems(self) -> Iterator[str]:
        fields = self._fields()
        if not fields:
            yield "至少要有一个字段"
        for kind in sorted(REFERENCES):
            of_kind = [one.label for one in fields if one.kind is kind]
            yield from (f"「{label}」：{KINDS[kind]}类型的字段一本台账只能有一个，请改为文字" for label in of_kind[1:])
        for before, one in zip(fields, self.fields_now, strict=True):
            if before.kind is Kind.CHOICE and not before.choices and one.key not in _OPEN_CHOICES:
                yield f"「{one.label}」是选项，请在「选项」里一行写一个"
            elif before.kind in REFERENCES and one.kind is not before.kind:
                yield f"「{one.label}」不能用{before.kind.label}类型，请改为文字"

    def _fields(self) -> list[Field]:
        """As typed: known ones with what the table does not show, new ones without a key."""
        return [self._field(form.cleaned_data) for form in self.rows.said()]

    def _field(self, said: Mapping[str, Any]) -> Field:
        known = self.known.get(said["key"])
        before = part("fields", known) if known else Field("", "")
        head = head_of(said["label"])
        label, unit = (head.bare, head.unit) if head.unit else (said["label"].strip(), "")
        kind = Kind(said["kind"])
        # What holds something else than before is another field, kept under another key; what rows keep is read anew under the same.
        same = kind is before.kind or (self.held and before.key not in SHARED) or kind in SHARED.get(before.key, ())
        key = before.key if same else ""
        made = replace(
            before,
            key=key,
            label=label.strip(),
            kind=kind,
            unit=unit if unit == YUAN or kind not in {Kind.MONEY, Kind.PERCENT} else "",
            choices=choices_from(said["choices"], before.choices) if kind in {Kind.CHOICE, Kind.CHOICES} else {},
            disclosure=Disclosure(said["disclosure"]),
            **{name: said[name] for name in ("required", "listed", "quick", "inside")},
        )
        return replace(made, spoken={word: code for word, code in made.spoken.items() if code in made.choices})

    @property
    def fields_now(self) -> list[Field]:
        return list(keyed(self._fields(), self.draft.taken))

    def data_of(self) -> dict[str, Any]:
        """The parts of the definition this step says."""
        said, fields = self.rows.said(), self.fields_now
        identity = [one.key for one, form in zip(fields, said, strict=True) if form.cleaned_data["identity"]]
        return {"fields": dump_parts(fields), "identity": identity}


class FinishForm(ReasonForm):
    """The last step: of an amendment the reason."""

    def __init__(self, *args: Any, draft: LedgerDraft, **kwargs: Any) -> None:
        super().__init__(*args, label="修改依据", help_text="如 督查室通知、局长办公会要求；写入操作记录", **kwargs)
        if draft.ledger is None:
            del self.fields["reason"]
