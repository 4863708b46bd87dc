"""A clause in plain Chinese: one field a condition an officer thinks of; what the fields cannot say stands as text in the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from django import forms

from titian.base.forms import Form
from titian.policies.benefits.definition import TIMES, WHOLE, YEARS, BenefitClause, ClauseError, parse
from titian.policies.benefits.vocabulary import BAD_FLAGS, FLAGS, GATES, QUANTITIES, SCALES, TITLES
from titian.policies.benefits.wording import EDGE_WORDS
from titian.policies.engine.texts import UnreadableYamlError, load
from titian.registry.forms.fields import choices
from titian.registry.titles import LABELS

NUMBERS = (1, 2, 3)
KINDS = {"fixed": "定额", "bands": "分档", "rate": "按比例"}
_SAMPLE_YEAR = 2025
_SPLIT = re.compile(r"[、，,;；\s]+")
_BAND = re.compile(r"\s*(?P<edge>不低于|超过|其余)\s*(?P<bound>[^：:]*)[：:]\s*(?P<gives>.+?)\s*")
_EDGES = {word: edge for edge, word in EDGE_WORDS.items()}


def _quantities() -> list[tuple[str, str]]:
    told = {name: one.label.format(year="所属年度", prior="上一").replace("年度年度", "年度") for name, one in QUANTITIES.items()}
    return [("", "——"), *told.items()]


def _titles() -> dict[str, str]:
    return {how: text.format(year="所属年度", title="").replace("所属年度年", "所属年度") for how, text in TITLES.items()}


class ClauseForm(Form):
    label = forms.CharField(label="条款名称", max_length=120)
    code = forms.CharField(label="条款代码", max_length=40, help_text="小写英文，如 hnte_first；新文件接着实施的条款沿用原代码")
    cites = forms.CharField(label="条款出处", max_length=120, required=False, help_text="如 第五条（一）")
    title = forms.ChoiceField(label="资质荣誉", required=False, choices=[("", "不要求"), *LABELS.items()])
    title_is = forms.ChoiceField(label="资质荣誉的情形", required=False, choices=[*_titles().items()])
    programme = forms.ChoiceField(label="按数据符合的项目", required=False, choices=[("", "不要求"), *LABELS.items()])
    scale = forms.ChoiceField(
        label="规上",
        required=False,
        choices=[("", "不要求"), *((how, text.format(year="所属年度")) for how, text in SCALES.items())],
    )
    industry = forms.CharField(label="行业", max_length=200, required=False, help_text="行业代码，几个之间用顿号，如 C、I65")
    region = forms.CharField(label="区划", max_length=200, required=False, help_text="区划代码，几个之间用顿号")
    without = forms.MultipleChoiceField(
        label="不得有下列情形",
        required=False,
        choices=[(flag, FLAGS[flag]) for flag in BAD_FLAGS],
        widget=forms.CheckboxSelectMultiple,
    )
    share = forms.ChoiceField(label="比例：分子", required=False, choices=_quantities)
    share_of = forms.ChoiceField(label="比例：分母", required=False, choices=_quantities)
    share_edge = forms.ChoiceField(label="比例：界限", required=False, choices=choices(EDGE_WORDS))
    share_bound = forms.CharField(label="比例：标准", required=False, help_text="如 3%")
    other = forms.CharField(
        label="其他条件",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="上面写不下的，一行一个：如 - any: [{title: hnte}, {title: srdi}]",
    )
    kind = forms.ChoiceField(label="奖补方式", choices=choices(KINDS))
    fixed = forms.CharField(label="定额", required=False, help_text="如 20万元")
    by = forms.ChoiceField(label="分档依据", required=False, choices=_quantities)
    bands = forms.CharField(
        label="档位",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="从高到低，一行一档，下限不低于的含、超过的不含：不低于1亿元：50万元；最后一行：其余：0元",
    )
    rate = forms.CharField(label="比例", required=False, help_text="如 5%")
    base = forms.ChoiceField(label="基数", required=False, choices=_quantities)
    floor = forms.CharField(label="最低额", required=False)
    cap = forms.CharField(label="最高额", required=False, help_text="如 50万元")
    whole = forms.ChoiceField(label="舍去不足", required=False, choices=[(word, f"一{word}") for word in WHOLE], initial="元")
    less = forms.CharField(label="只补差额：扣除已享受的条款", required=False, help_text="条款代码，几个之间用顿号")
    times = forms.ChoiceField(label="次数", choices=choices(TIMES), initial="yearly")
    year = forms.ChoiceField(label="所属年度", choices=choices(YEARS), initial="last")
    window_from = forms.CharField(label="受理开始", required=False, help_text="每年的写 03-01，某一年的写 2026-03-01")
    window_until = forms.CharField(label="受理截止", required=False, help_text="含当日")
    excludes = forms.CharField(label="同一事项不重复享受", required=False, help_text="条款代码，几个之间用顿号")
    gate = forms.ChoiceField(label="前提", required=False, choices=[("", "没有"), *GATES.items()])
    materials = forms.CharField(label="材料", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一种")
    contact = forms.CharField(label="联系", required=False, help_text="科室和电话")
    confirmed = forms.BooleanField(label="条件和标准已与原文核对", required=False, help_text="没有核对的显示待核，不自动计算金额")
    since = forms.DateField(label="自何日起按此执行")
    reason = forms.CharField(label="修改理由", max_length=200, required=False)

    def __init__(self, *args: Any, definition: Mapping[str, Any] | None = None, amending: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = {**(spread(definition) if definition else {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._put_numbers()
        if amending:
            self.fields["code"].disabled = True
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
        self.clause: BenefitClause | None = None

    def _put_numbers(self) -> None:
        fields: dict[str, forms.Field] = {}
        for name, field in self.fields.items():
            if name == "share":
                for place in NUMBERS:
                    fields[f"number{place}"] = forms.ChoiceField(label=f"数量条件{place}", required=False, choices=_quantities)
                    fields[f"edge{place}"] = forms.ChoiceField(label="界限", required=False, choices=choices(EDGE_WORDS))
                    fields[f"bound{place}"] = forms.CharField(
                        label="标准", required=False, help_text="金额写单位，如 100万元；人数写 50"
                    )
            fields[name] = field
        self.fields = fields

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            self.definition = gathered(data)
            self.clause = parse(self.definition)
        except ClauseError as problem:
            for said in problem.problems:
                self.add_error(None, said)
        return data


def gathered(said: Mapping[str, Any]) -> dict[str, Any]:
    """The definition the fields stand for. Raises ClauseError for text that is none of the grammar."""
    found = {
        **{
            key: said[key]
            for key in ("code", "label", "cites", "times", "year", "contact", "confirmed")
            if said.get(key) not in ("", None)
        },
        "who": [*_conditions(said), *_others(said.get("other", ""))],
        "benefit": _benefit(said),
        "materials": [line.strip() for line in said.get("materials", "").splitlines() if line.strip()],
        "excludes": _codes(said.get("excludes", "")),
        "gate": said.get("gate", ""),
    }
    window = {key: said[name] for key, name in (("from", "window_from"), ("until", "window_until")) if said.get(name)}
    return found | ({"window": window} if window else {})


def _codes(text: str) -> list[str]:
    return [one for one in _SPLIT.split(text.strip()) if one]


def _conditions(said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if said.get("title"):
        yield {"title": said["title"], "is": said.get("title_is") or "held"}
    yield from ({key: said[key]} for key in ("programme", "scale") if said.get(key))
    yield from ({key: _codes(said[key])} for key in ("industry", "region") if said.get(key))
    yield from ({"flag": flag, "is": False} for flag in said.get("without") or ())
    for place in NUMBERS:
        if said.get(f"number{place}"):
            yield {"number": said[f"number{place}"], said[f"edge{place}"]: _number(said.get(f"bound{place}", ""))}
    if said.get("share"):
        yield {"share": said["share"], "of": said.get("share_of"), said["share_edge"]: said.get("share_bound")}


def _number(text: str) -> int | str:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() else text


def _others(text: str) -> list[Any]:
    if not text.strip():
        return []
    try:
        found = load(text)
    except UnreadableYamlError as problem:
        raise ClauseError([f"其他条件{problem}"]) from problem
    if not isinstance(found, list):
        raise ClauseError(["其他条件：一行一个，行首写短横"])
    return found


def _benefit(said: Mapping[str, Any]) -> dict[str, Any]:
    less = {"less": codes} if (codes := _codes(said.get("less", ""))) else {}
    if said["kind"] == "fixed":
        return {"fixed": said.get("fixed", ""), **less}
    if said["kind"] == "bands":
        return {"bands": {"by": said.get("by", ""), "table": list(_bands(said.get("bands", "")))}, **less}
    limits = {key: said[key] for key in ("floor", "cap", "whole") if said.get(key)}
    return {"rate": said.get("rate", ""), "base": said.get("base", ""), **limits, **less}


def _bands(text: str) -> Iterator[dict[str, Any]]:
    for place, line in enumerate(filter(str.strip, text.splitlines()), 1):
        match = _BAND.fullmatch(line)
        if match is None:
            raise ClauseError([f"档位第 {place} 行：应写成「不低于1亿元：50万元」或「其余：0元」"])
        if match["edge"] == "其余":
            yield {"else": match["gives"]}
        else:
            yield {_EDGES[match["edge"]]: _number(match["bound"]), "gives": match["gives"]}


# --- a definition back into the fields


def spread(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show of a definition; conditions without a field go to `other`."""
    found: dict[str, Any] = {
        **{key: data[key] for key in ("code", "label", "cites", "times", "year", "contact", "confirmed", "gate") if key in data},
        "materials": "\n".join(data.get("materials") or ()),
        "excludes": "、".join(data.get("excludes") or ()),
        "window_from": str((data.get("window") or {}).get("from", "")),
        "window_until": str((data.get("window") or {}).get("until", "")),
        **_spread_benefit(data["benefit"]),
    }
    others = [one for one in data["who"] if not _place(one, found)]
    return found | (
        {"other": yaml.safe_dump(others, allow_unicode=True, sort_keys=False, default_flow_style=None)} if others else {}
    )


def _spread_benefit(data: Mapping[str, Any]) -> dict[str, Any]:
    kind = next(kind for kind in KINDS if kind in data)
    found = {"kind": kind, "less": "、".join(data.get("less") or ())}
    if kind == "bands":
        lines = [
            f"其余：{line['else']}"
            if "else" in line
            else next(f"{EDGE_WORDS[e]}{line[e]}：{line['gives']}" for e in EDGE_WORDS if e in line)
            for line in data["bands"]["table"]
        ]
        return found | {"by": data["bands"]["by"], "bands": "\n".join(lines)}
    return found | {key: data[key] for key in ("fixed", "rate", "base", "floor", "cap", "whole") if key in data}


# Conditions that have fields of their own.
_PLACED = ("flag", "number", "title", "programme", "scale", "industry", "region", "share")


def _place(one: Mapping[str, Any], found: dict[str, Any]) -> bool:
    """Put a condition into the first free field that says it. Returns whether there was one."""
    key = next((kind for kind in _PLACED if kind in one), "")  # never by their order: a database sorts keys as it likes
    if key == "flag" and one["is"] is False and one["flag"] in BAD_FLAGS:
        found.setdefault("without", []).append(one["flag"])
        return True
    if key == "number":
        place = next((place for place in NUMBERS if f"number{place}" not in found), None)
        if place is None:
            return False
        edge = next(edge for edge in EDGE_WORDS if edge in one)
        found |= {f"number{place}": one["number"], f"edge{place}": edge, f"bound{place}": str(one[edge])}
        return True
    if not key or key in found or key == "flag":
        return False
    if key == "share":
        edge = next(edge for edge in EDGE_WORDS if edge in one)
        found |= {"share": one["share"], "share_of": one["of"], "share_edge": edge, "share_bound": one[edge]}
    else:
        found[key] = "、".join(one[key]) if isinstance(one[key], list) else one[key]
        found |= {"title_is": one.get("is", "held")} if key == "title" else {}
    return True
