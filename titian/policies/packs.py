"""Which programmes there are, in which pack, and a programme as it stands on a day. A pack is a folder of `parameters/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from titian.base.terms import Term
from titian.policies.benefits.vocabulary import terms as clause_terms
from titian.policies.engine.building import Parameters
from titian.policies.engine.dated import Book, read
from titian.policies.engine.keys import ParameterError, data_of, mapping
from titian.policies.engine.programme import Programme
from titian.policies.record.catalogue import FACTS
from titian.policies.record.stated import terms as stated_terms

FOLDER = Path(__file__).parent / "parameters"
NATIONAL = "national"
PACK = "pack.yaml"
Rule = Callable[[Parameters], Programme]

# GB/T 2260: the first two digits of every province.
_GROUPS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
PROVINCES = frozenset(str(code) for first, last in _GROUPS for code in range(first, last + 1))


class NoProgramme(LookupError):
    """A programme that does not exist, or not for that region; the message says what there is."""


class NotYetInForce(LookupError):
    """A day on which the rule does not stand."""


@cache
def packs(folder: Path = FOLDER) -> Mapping[str, Mapping[str, Any]]:
    """Pack → {label, region}; the region is the province's two digits, empty for the national pack."""
    found = {}
    for path in sorted(folder.glob(f"*/{PACK}")):
        where = f"{path.parent.name}/{PACK}"
        data = mapping(data_of(path, where), where, "label region")
        if not isinstance(data.get("label"), str) or not isinstance(data.get("region"), str):
            raise ParameterError(f"{where}：label（省名）和 region（区划代码前两位，加引号）都要写成文字")
        found[path.parent.name] = data
    return found


@cache
def shelves(folder: Path = FOLDER) -> Mapping[str, tuple[str, ...]]:
    """Programme → the packs it stands in, by the names of the files."""
    found: dict[str, tuple[str, ...]] = {}
    for pack in packs(folder):
        for path in sorted((folder / pack).glob("*.yaml")):
            if path.name != PACK:
                found[path.stem] = (*found.get(path.stem, ()), pack)
    return found


@cache
def book(programme: str, pack: str, folder: Path = FOLDER) -> Book:
    """The parameters of a programme in a pack. Raises ParameterError."""
    found = read(folder / pack / f"{programme}.yaml")
    if found.programme != programme:
        raise ParameterError(f"{pack}/{programme}.yaml：programme 应与文件名相同，写的是「{found.programme}」")
    return found


def books(folder: Path = FOLDER) -> dict[str, dict[str, Book]]:
    """Programme → pack → its parameters, all of them. Raises ParameterError."""
    return {code: {pack: book(code, pack, folder) for pack in there} for code, there in shelves(folder).items()}


def rules(programme: str, pack: str) -> list[tuple[date, Rule]]:
    """The dated functions of a programme, oldest first; where packs have rules of their own, the pack's. Raises ParameterError."""
    module = f"titian.policies.rules.{programme}"
    found: Any = import_module(module).RULES if find_spec(module) else {}
    dated: list[tuple[date, Rule]] | None = found.get(pack) if isinstance(found, dict) else found
    if dated is None:
        raise ParameterError(f"{pack}/{programme}.yaml：没有这个项目的规则（rules/{programme}.py），只有参数不能评估")
    return dated


def chosen(programme: str, region: str | None = None) -> Book:
    """The book for a region: its province's pack, else the national one, else, without a region, the only one there is.

    Raises NoProgramme.
    """
    if region is not None and (len(region) != 6 or not region.isascii() or not region.isdigit() or region[:2] not in PROVINCES):
        raise NoProgramme(f"不认识的区划代码「{region}」，应为六位数字，如 640000")
    there = shelves().get(programme)
    if there is None:
        known = "、".join(f"{code}（{next(iter(each.values())).label}）" for code, each in books().items())
        raise NoProgramme(f"没有项目「{programme}」。有：{known}")
    if region is not None:
        of_province = [pack for pack in there if packs()[pack]["region"] == region[:2]]
        if of_province or NATIONAL in there:
            return book(programme, of_province[0] if of_province else NATIONAL)
    elif NATIONAL in there or len(there) == 1:
        return book(programme, NATIONAL if NATIONAL in there else there[0])
    told = "、".join(f"{packs()[pack]['label']}（{packs()[pack]['region']}0000）" for pack in there)
    wanted = "请用 --region 指明" if region is None else f"{region} 没有规则包"
    raise NoProgramme(f"「{programme}」按省施行，{wanted}；有：{told}")


@lru_cache(maxsize=256)
def standing(programme: str, pack: str, day: date) -> Programme:
    """A programme as it stands on a day. Raises NotYetInForce."""
    found = book(programme, pack)
    if day < found.since:
        raise NotYetInForce(f"{found.label}：{day} 时规则尚未施行（{found.documents[0]}，{found.since} 起施行）")
    if found.until and day >= found.until:
        raise NotYetInForce(f"{found.label}：{day} 时规则已不再施行（{found.documents[0]}，至 {found.until - timedelta(days=1)}）")
    return build(found, Parameters(found, day))


def build(found: Book, at: Parameters) -> Programme:
    """The tree, by the function that stands on the day."""
    rule = [function for since, function in rules(found.programme, found.pack) if since <= at.day]
    return rule[-1](at)


def terms() -> list[Term]:
    """Programmes and facts for the glossary."""
    programmes = {code: next(iter(each.values())) for code, each in books().items()}
    found = [Term("政策项目 programmes", code, one.label, "、".join(one.documents)) for code, one in programmes.items()]
    found += [Term("政策事实 facts of rules", fact.name, fact.label) for fact in FACTS.values()]
    return found + stated_terms() + clause_terms()
