"""Forms of papers: starting one, its head, a section's words, who writes it, sending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from titian.accounts.models import Department, User
from titian.accounts.roles import STAFF
from titian.base.forms import Form, GuardedForm, PeriodField
from titian.figures.models import indicators
from titian.figures.outgoing import PREFERENCES
from titian.reports.actions.sentences import faults_of_lines
from titian.reports.catalogue import GENRES
from titian.reports.models import OfficeOutline, Paper, Section
from titian.reports.wording.spoken import spoken
from titian.reports.writer.outline import STYLES, Line, Point, parse_points
from titian.reports.writer.particulars import HANDLING, KINDS, LAYOUTS, PUBLICITY, RESULTS

PACKAGED = ""
PREFER_HELP = "台账和账面都有的数以哪个为准；只有一处有的就用那一处。两处不同时，核对稿和核数里都列出来"


class StartForm(Form):
    """A new paper: what, for when, from which outline."""

    genre = forms.ChoiceField(label="文种")
    period = PeriodField(label="期间")
    as_of = forms.DateField(
        label="数据截至",
        help_text="文中的数都算到这一天；之后的只写“预计”。月度指标调度表的期间写月份，本月数和年初以来的累计都列出",
    )
    prefer = forms.ChoiceField(label="数从哪里来", choices=PREFERENCES.items(), help_text=PREFER_HELP)
    origin = forms.ChoiceField(
        label="提纲", required=False, help_text="从往年文稿起草时沿用它的章节、次序、句子和科室分工，不带当年的文字"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        genre, origin = self.fields["genre"], self.fields["origin"]
        assert isinstance(genre, forms.ChoiceField)
        assert isinstance(origin, forms.ChoiceField)
        genre.choices = [(code, entry.label) for code, entry in GENRES.items()]
        origin.choices = list(_origins())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, _, number = data.get("origin", "").partition(":")
        kinds: dict[str, type[OfficeOutline | Paper]] = {"outline": OfficeOutline, "paper": Paper}
        chosen = kinds.get(kind)
        source = chosen._default_manager.filter(pk=number).first() if chosen else None
        if source is not None and source.genre != data.get("genre"):
            self.add_error("origin", f"所选提纲是「{source.genre_label}」的，与文种不符")
        data["source"] = source
        points = lines_of(data.get("points", ""))
        data["extras"] = {"case": {"points": points}} if points and data.get("genre") == "reply" else {}
        return data


def _origins() -> Iterator[tuple[str, str]]:
    yield PACKAGED, "默认提纲"
    for outline in OfficeOutline.objects.all():
        yield f"outline:{outline.pk}", f"提纲：{outline.name}"
    for paper in Paper.objects.order_by("-pk")[:20]:
        yield f"paper:{paper.pk}", f"文稿：{paper}"


class HeadForm(GuardedForm):
    """What stands around the body of a paper."""

    headline = forms.CharField(label="标题", required=False, max_length=200, help_text="不填则按提纲")
    subtitle = forms.CharField(label="副标题", required=False, max_length=200)
    number = forms.CharField(label="文号", required=False, max_length=60, help_text="如 示科〔2026〕12号；没有文号则不加红头")
    addressee = forms.CharField(label="主送", required=False, max_length=200)
    copies = forms.CharField(label="抄送", required=False, max_length=200)
    dated = forms.DateField(label="成文日期", required=False, help_text="不填则为定稿当天")
    as_of = forms.DateField(label="数据截至")
    prefer = forms.ChoiceField(label="数从哪里来", choices=PREFERENCES.items(), help_text=PREFER_HELP)


class BriefHeadForm(HeadForm):
    limit = forms.TypedChoiceField(label="字数", choices=[(300, "300字"), (800, "800字")], coerce=int)


class TableHeadForm(HeadForm):
    layout = forms.ChoiceField(label="表格样式", choices=list(LAYOUTS.items()))


class ReplyHeadForm(HeadForm):
    """The case a reply answers."""

    kind = forms.ChoiceField(label="类别", choices=list(KINDS.items()))
    meeting = forms.CharField(label="会议", required=False, max_length=100, help_text="如 示范县十八届人大五次会议")
    case_number = forms.IntegerField(label="编号", required=False, min_value=1)
    subject = forms.CharField(label="建议或提案标题", required=False, max_length=200)
    proposers = forms.CharField(label="提出人", required=False, max_length=300, help_text="几位之间用顿号，按原件次序")
    points = forms.CharField(
        label="要点", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="一行一点；起草后改动不会增减章节"
    )
    result = forms.ChoiceField(
        label="办理结果", required=False, choices=[("", "未定"), *((code, f"{code} {label}") for code, label in RESULTS.items())]
    )
    handling = forms.ChoiceField(label="办理方式", choices=list(HANDLING.items()))
    contact = forms.CharField(label="联系人", required=False, max_length=50)
    phone = forms.CharField(label="联系电话", required=False, max_length=50)
    signer = forms.CharField(label="签发人", required=False, max_length=50, help_text="单位主要负责人审核签发")
    disclosure = forms.ChoiceField(label="公开属性", required=False, choices=[(word, word or "未定") for word in PUBLICITY])


HEAD_FORMS: Mapping[str, type[HeadForm]] = {"brief": BriefHeadForm, "table": TableHeadForm, "reply": ReplyHeadForm}
_CASE_FIELDS = {"kind": "kind", "meeting": "meeting", "case_number": "number", "subject": "subject", "proposers": "proposers"}
_CASE_FIELDS |= {"signer": "signer", "disclosure": "disclosure"}
_CASE_FIELDS |= {"points": "points", "result": "result", "handling": "handling", "contact": "contact", "phone": "phone"}


def head_form(genre: str) -> type[HeadForm]:
    return HEAD_FORMS.get(genre, HeadForm)


def head_values(paper: Paper) -> dict[str, object]:
    """The head as its form shows it."""
    values: dict[str, object] = {
        name: getattr(paper, name) for name in ("subtitle", "number", "addressee", "copies", "dated", "as_of", "prefer")
    }
    values["headline"] = paper.extras.get("headline", "")
    if paper.genre == "brief":
        values["limit"] = paper.extras.get("limit", 300)
    if paper.genre == "table":
        values["layout"] = paper.extras.get("layout", "indicators")
    if paper.genre == "reply":
        case = paper.extras.get("case", {})
        values |= {field: _case_text(field, case.get(name)) for field, name in _CASE_FIELDS.items()}
    return values


def head_changes(paper: Paper, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form asks to change, as `actions.amend_paper` takes it."""
    changes = {name: data[name] for name in ("subtitle", "number", "addressee", "copies", "dated", "as_of", "prefer")}
    extras = {**paper.extras, "headline": data["headline"]}
    extras |= {name: data[name] for name in ("limit", "layout") if name in data}
    if paper.genre == "reply":
        case = {name: data[field] for field, name in _CASE_FIELDS.items() if data.get(field) not in (None, "")}
        extras["case"] = {**case, "points": lines_of(data.get("points", "")), "proposers": _names(data.get("proposers", ""))}
    return {**changes, "extras": extras}


def _case_text(field: str, value: object) -> object:
    if isinstance(value, list):
        return ("\n" if field == "points" else "、").join(map(str, value))
    return {"kind": "suggestion", "handling": "main"}.get(field, "") if value is None else value


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("，", "、").split("、") if name.strip()]


@dataclass(frozen=True)
class LineFields:
    """One sentence in the form: the line, its text field, its switch."""

    line: Line
    text: BoundField
    on: BoundField


@dataclass(frozen=True)
class PointFields:
    point: Point
    topic: BoundField
    lines: list[LineFields]


class SectionForm(GuardedForm):
    """Everything of a section that may be written: title, text, and every sentence as a template with its switch."""

    title = forms.CharField(label="标题", required=False, max_length=100)
    style = forms.ChoiceField(label="写法", choices=list(STYLES.items()))
    narrative = forms.CharField(
        label="文字",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="本节自己写的话，一行一段；可以用 {指标代码或名称} 插入数，缺数的整句不印",
    )
    narrative_last = forms.BooleanField(label="文字放在数据之后", required=False)
    new_text = forms.CharField(label="加一句", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, section: Section, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = parse_points(section.points)
        for number, point in enumerate(self.points, 1):
            self.fields[f"topic:{number}"] = forms.CharField(label=f"第{number}点开头", required=False, max_length=60)
            for place, line in enumerate(point.lines, 1):
                text = forms.Textarea(attrs={"rows": 2, "aria-label": f"第{number}点第{place}句"})
                self.fields[f"text:{line.key}"] = forms.CharField(label=line.key, max_length=2_000, widget=text, strip=True)
                self.fields[f"on:{line.key}"] = forms.BooleanField(label="写入", required=False)

    def rows(self) -> list[PointFields]:
        """The sentences as the page lays them out."""
        return [
            PointFields(
                point,
                self[f"topic:{number}"],
                [LineFields(line, self[f"text:{line.key}"], self[f"on:{line.key}"]) for line in point.lines],
            )
            for number, point in enumerate(self.points, 1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        known = indicators()
        for name in [*self.fields]:
            if name in {"title", "narrative", "new_text"} or name.startswith(("text:", "topic:")):
                for fault in faults_of_lines(str(data.get(name) or ""), known):
                    self.add_error(name, fault)
        return data


def section_values(section: Section) -> dict[str, object]:
    """A section as its form shows it: templates with figures by name."""
    known = indicators()
    values: dict[str, object] = {
        "title": section.title,
        "style": section.style,
        "narrative": spoken(section.narrative, known),
        "narrative_last": section.narrative_last,
    }
    for number, point in enumerate(parse_points(section.points), 1):
        values[f"topic:{number}"] = point.topic
        for line in point.lines:
            values[f"text:{line.key}"], values[f"on:{line.key}"] = spoken(line.text, known), line.on
    return values


class AssignForm(GuardedForm):
    """Who writes a section, until when."""

    department = forms.ModelChoiceField(label="科室", queryset=Department.objects.all(), required=False)
    writer = forms.ModelChoiceField(
        label="撰稿人", queryset=User.objects.filter(role__in=[role.value for role in STAFF], is_active=True), required=False
    )
    due_at = forms.DateTimeField(
        label="交稿时限",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "「交稿时限」不是有效时间，请写成 2026-06-05 17:00"},
    )


def assignment(section: Section) -> dict[str, object]:
    return {"department": section.department_id, "writer": section.writer_id, "due_at": section.due_at}


class AddSectionForm(Form):
    title = forms.CharField(label="标题", max_length=100)
    level = forms.TypedChoiceField(label="层级", choices=[(1, "一、"), (2, "（一）")], coerce=int)


class FreezeForm(Form):
    reason = forms.CharField(
        label="仍有须改事项而定稿的理由",
        required=False,
        max_length=300,
        help_text="核数没有“须改”的不用填",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SendForm(Form):
    receiver = forms.CharField(label="报送给谁", max_length=100, help_text="如 示范市科技局、本级政府办")
    day = forms.DateField(label="报送日期")
    channel = forms.CharField(label="方式", required=False, max_length=50, help_text="如 公文系统、邮箱、纸质")


class OutlineForm(Form):
    name = forms.CharField(label="提纲名称", max_length=100)
