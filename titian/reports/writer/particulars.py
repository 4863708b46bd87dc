"""What a paper says beside its figures: 文号, 主送, 成文日期, the case of a reply, the length of a brief. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

KINDS: Mapping[str, str] = {"suggestion": "建议", "proposal": "提案"}
RESULTS: Mapping[str, str] = {"A": "已解决或基本解决", "B": "正在解决或列入计划", "C": "因条件限制需以后解决", "D": "留作参考"}
HANDLING: Mapping[str, str] = {"main": "主办", "joint": "会办", "split": "分办"}
PUBLICITY = ("", "主动公开", "依申请公开", "不予公开")
LAYOUTS: Mapping[str, str] = {"indicators": "指标表", "tasks": "重点任务进展表"}


class ParticularsError(ValueError):
    """Particulars that cannot be used; the message says what in Chinese."""


@dataclass(frozen=True)
class Case:
    """The deputies' suggestion (人大建议) or the members' proposal (政协提案) that a letter replies to.

    `meeting` is 示范县十八届人大五次会议; `proposers` in the order of the paper; `points` what the suggestion asks, one by one.
    """

    kind: str = "suggestion"
    meeting: str = ""
    number: int | None = None
    subject: str = ""
    proposers: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    result: str = ""
    handling: str = "main"
    contact: str = ""
    phone: str = ""
    copies: str = ""
    signer: str = ""
    disclosure: str = ""

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    @property
    def missing(self) -> list[str]:
        """What the letter still lacks, by name."""
        wanted = {
            "会议名称": self.meeting,
            f"{self.kind_label}编号": self.number,
            f"{self.kind_label}标题": self.subject,
            "提出人": self.proposers,
            "要点": self.points,
            "办理结果": self.result,
            "联系人": self.contact,
            "联系电话": self.phone,
        }
        return [name for name, value in wanted.items() if not value]


@dataclass(frozen=True)
class Particulars:
    """`limit` is the length of a brief in characters, `layout` the form of a table; `title` overrides the outline's."""

    dated: date
    issuer: str = "科技局"
    title: str = ""
    number: str = ""
    addressee: str = ""
    copies: str = ""
    limit: int = 300
    layout: str = "indicators"
    case: Case = field(default_factory=Case)


def parse_case(content: Mapping[str, Any]) -> Case:
    """A case from a form or a YAML file with English or Chinese keys. Raises ParticularsError."""
    unknown = [str(key) for key in content if key not in _CASE_KEYS]
    if unknown:
        raise ParticularsError(f"看不懂「{'、'.join(unknown)}」，可写：{'、'.join(_CASE_LABELS)}")
    fields = {_CASE_KEYS[key]: value for key, value in content.items() if value not in (None, "")}
    kind = str(fields.get("kind", "suggestion"))
    fields["kind"] = next((code for code, label in KINDS.items() if kind in {code, label}), "")
    number = str(fields.get("number", "")).strip("第号") or None
    if not fields["kind"]:
        raise ParticularsError(f"类别「{kind}」应为：{'、'.join(KINDS.values())}")
    if number is not None and not number.isdigit():
        raise ParticularsError(f"编号「{number}」应为数字，如 11")
    if fields.get("result", "") not in {"", *RESULTS}:
        raise ParticularsError(f"办理结果「{fields['result']}」应为：{'、'.join(RESULTS)}")
    for name in ("proposers", "points"):
        fields[name] = _listed(fields.get(name, ()))
    return Case(**{**fields, "number": int(number) if number else None, "phone": str(fields.get("phone", ""))})


def _listed(value: Any) -> tuple[str, ...]:
    """A list, lines of text, or names parted by 、."""
    parts = value if isinstance(value, (list, tuple)) else str(value).replace("、", "\n").splitlines()
    return tuple(str(part).strip() for part in parts if str(part).strip())


_CASE_LABELS: Mapping[str, str] = {
    "类别": "kind",
    "会议": "meeting",
    "编号": "number",
    "标题": "subject",
    "提出人": "proposers",
    "要点": "points",
    "办理结果": "result",
    "办理方式": "handling",
    "联系人": "contact",
    "电话": "phone",
    "抄送": "copies",
    "签发人": "signer",
    "公开属性": "disclosure",
}
_CASE_KEYS: Mapping[str, str] = {**_CASE_LABELS, **{name: name for name in _CASE_LABELS.values()}}
