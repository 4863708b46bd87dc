"""A definition from YAML or JSON and back; everything that is wrong is said at once, in the office's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, TypeVar

from titian.base.disclosure import DISCLOSURES, Disclosure
from titian.base.errors import Refused
from titian.ledgers.definition.colours import Colour, ColourRule, When
from titian.ledgers.definition.fields import SHARED, Field, Kind
from titian.ledgers.definition.ledger import FILLERS, GROUPS, Definition, Notable, Paragraph, State
from titian.ledgers.definition.measures import By, Figure, Take
from titian.ledgers.definition.sound import problems

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
T = TypeVar("T")
_WORDS_OF_A_FIGURE = ("sum", "share_of", "growth_over", "calibre", "name", "unit", "definition")


class DefinitionError(Refused):
    """The definition cannot be used; `messages` says everything that is wrong."""


def parse(data: Mapping[str, Any]) -> Definition:
    """Raises DefinitionError."""
    reader = _Reader()
    definition = reader.definition(data)
    found = [*reader.problems, *(problems(definition) if not reader.problems else ())]
    if found:
        raise DefinitionError(found)
    return definition


def dump(definition: Definition) -> dict[str, Any]:
    """As `parse` reads it; what is as it would be anyway is left out."""
    data: dict[str, Any] = _dumped(definition)
    return data


class _Reader:
    """Builds the parts and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def definition(self, data: Mapping[str, Any]) -> Definition:
        label = str(data.get("label") or data.get("name") or "台账")
        name = str(data.get("name", ""))
        if not CODE.fullmatch(name):
            self.problems.append(f"「{label}」的代码「{name}」应以小写英文字母开头，只含小写字母、数字和下划线，最长 40 个")
        own = {"fields", "states", "colours", "figures", "paragraphs", "identity", "fillers", "notable"}
        self._known(Definition, data, f"台账「{label}」")
        plain = {key: value for key, value in data.items() if key not in own and key in _names(Definition)}
        made = Definition(
            **{**plain, "label": label, "name": name, "fields": ()},
        )
        return _replaced(
            made,
            fields=self._each(data, "fields", "字段", self._field),
            states=self._each(data, "states", "状态", self._state),
            colours=self._each(data, "colours", "颜色规则", self._colour),
            figures=self._each(data, "figures", "指标", self._figure),
            paragraphs=self._each(data, "paragraphs", "段落", self._paragraph),
            identity=tuple(data.get("identity", ())),
            fillers=tuple(data.get("fillers", ())),
            notable=self._notable(data.get("notable")),
        )

    def _each(self, data: Mapping[str, Any], name: str, word: str, make: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
        made = []
        for number, entry in enumerate(data.get(name) or (), start=1):
            try:
                made.append(make(entry))
            except (KeyError, TypeError, ValueError, AttributeError) as problem:
                missing = f"缺少 {problem.args[0]}" if isinstance(problem, KeyError) else str(problem)
                self.problems.append(f"第 {number} 个{word}写得不对：{missing}")
        return tuple(made)

    def _field(self, data: Mapping[str, Any]) -> Field:
        self._known(Field, data, f"字段「{data.get('label', '')}」")
        key, kind = str(data["key"]), Kind(data.get("kind") or _usual_kind(str(data["key"])))
        made = Field(key, str(data["label"]), kind)
        choices = {str(code): str(word) for code, word in _mapping(data.get("choices")).items()}
        changed = {
            **{name: data[name] for name in data if name in _names(Field)},
            "key": key,
            "label": str(data["label"]),
            "kind": kind,
            "choices": choices,
            "spoken": {str(word): str(code) for word, code in dict(data.get("spoken") or {}).items()},
            "aliases": tuple(data.get("aliases", ())),
            "example": str(data.get("example", "")),
            "disclosure": Disclosure.named(str(data.get("disclosure", made.disclosure.value))),
        }
        return _replaced(made, **changed)

    def _state(self, data: Mapping[str, Any]) -> State:
        self._known(State, data, f"状态「{data.get('label', '')}」")
        made = State(str(data["code"]), str(data["label"]), Colour(data.get("colour", "grey")))
        several = {name: _several(data.get(name) or ()) for name in ("after", "needs")}
        return _replaced(
            made, closes=bool(data.get("closes", False)), notable=bool(data.get("notable", False)), rank=data.get("rank"), **several
        )

    def _notable(self, data: Any) -> Notable | None:
        """Written `{}` or `true`: every row."""
        if data is None or data is False:
            return None
        said = dict(data) if isinstance(data, Mapping) else {}
        self._known(Notable, said, "大事记")
        where = {str(key): _several(value) for key, value in dict(said.get("where") or {}).items()}
        return Notable(bool(said.get("rows", True)), where, int(said.get("least") or 0), _several(said.get("result") or ()))

    def _colour(self, data: Mapping[str, Any]) -> ColourRule:
        self._known(ColourRule, data, "颜色规则")
        days, points = int(data.get("days", 0)), int(data.get("points", 0))
        return ColourRule(When(data["when"]), Colour(data["colour"]), str(data["word"]), days, points)

    def _figure(self, data: Mapping[str, Any]) -> Figure:
        self._known(Figure, data, f"指标「{data.get('code', '')}」")
        where = {str(key): _several(value) for key, value in dict(data.get("where") or {}).items()}
        made = Figure(str(data["code"]), Take(data.get("take", "rows")), By(data.get("by", "day")))
        several = {name: _several(data.get(name) or ()) for name in ("filled", "states", "also", "different", "once")}
        words = {name: str(data.get(name) or "") for name in _WORDS_OF_A_FIGURE}
        disclosure = Disclosure.named(str(data.get("disclosure", made.disclosure.value)))
        optional = bool(data.get("optional", False))
        return _replaced(made, where=where, disclosure=disclosure, optional=optional, **several, **words)

    def _paragraph(self, data: Mapping[str, Any]) -> Paragraph:
        self._known(Paragraph, data, "段落")
        words = {name: str(data.get(name) or "") for name in ("text", "area", "plan", "title", "topic")}
        return Paragraph(**words, codes=_several(data.get("codes") or ()), order=int(data.get("order", 100)))

    def _known(self, made: type, data: Mapping[str, Any], what: str) -> None:
        if strange := sorted(set(map(str, data)) - _names(made)):
            self.problems.append(f"{what}里有不认识的项：{'、'.join(strange)}")


def _names(made: type) -> set[str]:
    return {one.name for one in fields(made)}


def _replaced(obj: T, **changes: Any) -> T:
    from dataclasses import replace

    return replace(obj, **changes)  # type: ignore[type-var]  # every part is a dataclass


def _usual_kind(key: str) -> str:
    """A shared column says by itself what it holds."""
    return next(iter(SHARED[key])).value if key in SHARED else Kind.TEXT.value


def _mapping(value: Any) -> Mapping[Any, Any]:
    """Choices written as a list are their own codes."""
    return {entry: entry for entry in value} if isinstance(value, list | tuple) else dict(value or {})


def _several(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


def _dumped(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _dumped(getattr(value, one.name)) for one in fields(value) if not _is_usual(value, one)}
    if isinstance(value, Mapping):
        return {str(key): _dumped(entry) for key, entry in value.items()}
    return [_dumped(entry) for entry in value] if isinstance(value, list | tuple) else value


def _is_usual(value: Any, one: Any) -> bool:
    held = getattr(value, one.name)
    usual = one.default if one.default is not MISSING else one.default_factory() if one.default_factory is not MISSING else MISSING
    return usual is not MISSING and held == usual


def words() -> Iterator[tuple[str, Mapping[Any, str]]]:
    """The closed vocabularies a definition is made of, for pages and the glossary."""
    yield "填报方 fillers", FILLERS
    yield "台账分组 groups", GROUPS
    yield "公开属性 disclosure", DISCLOSURES


def part(name: str, data: Mapping[str, Any]) -> Any:
    """One of `fields`, `states`, `colours`, `figures`, `paragraphs` by itself; whether the whole is sound is not asked."""
    reader = _Reader()
    readers = {
        "fields": reader._field,
        "states": reader._state,
        "colours": reader._colour,
        "figures": reader._figure,
        "paragraphs": reader._paragraph,
    }
    return readers[name](data)


def dump_parts(parts: Iterable[Any]) -> list[dict[str, Any]]:
    """As `part` reads them."""
    return [_dumped(one) for one in parts]
