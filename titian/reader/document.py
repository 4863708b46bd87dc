"""What a paper says about itself: title, region, period, kind, day of issue, document number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from titian.base.periods import Period
from titian.reader.clauses.tokens import flattened
from titian.reader.values import Document
from titian.reader.vocabulary import words

_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(rf"({_YEAR})\s*[年\-./]\s*(\d{{1,2}})\s*[月\-./]\s*(\d{{1,2}})\s*日?")
_NUMBER = re.compile(rf"(?P<number>[\u4e00-\u9fff]{{2,10}}\s*[〔\[(]\s*{_YEAR}\s*[〕\])]\s*第?\d+\s*号)")
_CHINESE = "零一二三四五六七八九"
_CHINESE_DATE = re.compile(rf"([{_CHINESE}]{{4}})年([{_CHINESE}十]{{1,3}})月(?:([{_CHINESE}十]{{1,3}})日)?")
_CHINESE_YEAR = re.compile(rf"[一二][{_CHINESE}]{{3}}(?=年)")
_HEAD, _TAIL = 900, 700
_LONGEST_TITLE = 64
_RANGE = r"(?:——|[-—~至到])"
_EVALUATED = re.compile(rf"以({_YEAR})年为评估年|评估(?:基准)?年[为是:]?({_YEAR})年?|评估期为?{_YEAR}年?{_RANGE}({_YEAR})年")
_BASE = re.compile(rf"以({_YEAR})年为基期|基期(?:为|年)?({_YEAR})")
_HALF_END = re.compile(rf"截[至止]6月(?:30日|底|末)|1{_RANGE}6月")
_REST = r"(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<part>前[三3]季度|1{r}\d{{1,2}}月))"
_TITLE_PERIOD = re.compile(rf"(?P<year>{_YEAR})年?(?:度)?\s*" + _REST.format(r=_RANGE).join(("(?:", ")?")))
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Described:
    """A document and the first year of the plan it evaluates, where it says so."""

    document: Document
    base_year: int | None = None


def describe(text: str, title_hint: str | None = None, extra: tuple[Path, ...] = ()) -> Described:
    """Read a paper's own particulars. Unknown ones stay None; `title_hint` is used when no line looks like a title."""
    plain = _arabic_years(flattened(text))
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    title = _title(lines, extra) or (title_hint and flattened(title_hint).strip()) or None
    issued_on = _issued_on(plain, extra)
    kind = _kind(title or "", plain, extra)
    number = _number(lines)
    base = _BASE.search(plain)
    return Described(
        Document(
            title=_as_written(text, title),
            region=_region(title or "", lines, extra),
            period=_period(title or "", plain, kind, issued_on or number),
            kind=kind,
            issued_on=issued_on,
            number=number,
        ),
        int(base[1] or base[2]) if base else None,
    )


def _arabic_years(plain: str) -> str:
    return _CHINESE_YEAR.sub(lambda match: "".join(str(_CHINESE.index(digit)) for digit in match.group()), plain)


def _as_written(text: str, title: str | None) -> str | None:
    """The title with the paper's own characters, where they can be found again."""
    if title is None:
        return None
    at = _arabic_years(flattened(text)).find(title)
    return text[at : at + len(title)].strip() if at >= 0 else title


def _title(lines: list[str], extra: tuple[Path, ...]) -> str | None:
    known = words("documents", extra)
    wanted, unwanted = _any(tuple(known["titles"])), _any(tuple(known["no_titles"]))
    found = [_cleaned(line) for line in lines[:40] if "标题" in line or not (unwanted.search(line) or _NUMBER.fullmatch(line))]
    titles = [
        line for line in found if 6 <= len(line) <= _LONGEST_TITLE and wanted.search(line) and not re.search(r"[。;|]|,$|:$", line)
    ]
    numbered = [line for line in titles if not re.match(r"[一二三四五六七八九十]+、|\(|\d+[.、]|【", line)]
    dated = [line for line in numbered if re.search(_YEAR, line)]
    best = dated if dated and numbered.index(dated[0]) <= 1 else numbered
    return best[0] if best else None


def _cleaned(line: str) -> str:
    """A line of a table of particulars holds the title after 标题:."""
    match = re.search(r"标题\s*[:|]+\s*([^|]+)", line)
    return re.sub(r"^附件?\d*\s*:\s*", "", (match[1] if match else line.strip("| ")).strip())


@cache
def _any(found: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(map(flattened, found), key=len, reverse=True))))


def _kind(title: str, plain: str, extra: tuple[Path, ...]) -> str:
    for kind, found in words("documents", extra)["kinds"]:
        if _any(tuple(found)).search(title):
            return str(kind)
    return "reply" if re.search(r"收悉.{0,12}答复如下", plain) else "other"


def _region(title: str, lines: list[str], extra: tuple[Path, ...]) -> str | None:
    """The innermost place before the office's name, in the title, then at its beginning, then in the letterhead and the signature."""
    known = words("documents", extra)
    ends = "|".join(known["regions"])
    places = re.compile(rf"((?:[\u4e00-\u9fff]{{2,7}}?(?:{ends}))+)(?=[^,。;]{{0,4}}(?:{'|'.join(known['offices'])}))")
    opening = re.compile(rf"(?:关于|中共)?((?:[\u4e00-\u9fff]{{2,7}}?(?:{ends}))+)(?={_YEAR}|[“\"])")
    short = [line for line in [*lines[:12], *reversed(lines[-12:])] if len(line) <= _LONGEST_TITLE and not re.search("[。;]", line)]
    matches = (places.search(title), opening.match(title), *(places.search(line) for line in short))
    named = (_innermost(match[1], ends) for match in matches if match)
    return next((name for name in named if not _COMMON_PLACE.match(name)), None)


_COMMON_PLACE = re.compile(r"[全各我本该在]|年度|.$|..$(?<![县区市旗州镇乡])")


def _innermost(place: str, ends: str) -> str:
    parts = re.findall(rf"[\u4e00-\u9fff]{{2,7}}?(?:{ends})(?=$|[\u4e00-\u9fff]{{2}})", place)
    last: str = parts[-1] if parts else place
    return re.sub(r"^(?:关于|中共|在|对)", "", last)


def _issued_on(plain: str, extra: tuple[Path, ...]) -> str | None:
    """The day beside 发布日期 and the like, else the last day that stands at a line's end, as under a signature."""
    labels = "|".join(words("documents", extra)["issued"])
    labelled = re.search(rf"(?:{labels})[\s:|]*{_DATE.pattern}", plain)
    if labelled:
        return _iso(labelled[1], labelled[2], labelled[3])
    signed = [match for match in _DATE.finditer(plain) if _alone(plain, match)]
    if signed:
        return _iso(*signed[-1].groups())
    chinese = list(_CHINESE_DATE.finditer(flattened(plain))) or list(
        re.finditer(rf"({_YEAR})年([{_CHINESE}十]{{1,3}})月([{_CHINESE}十]{{1,3}})日", plain)
    )
    return _from_chinese(chinese[-1]) if chinese else None


def _alone(plain: str, match: re.Match[str]) -> bool:
    before = plain[plain.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
    after = plain[match.end() : match.end() + 20].split("\n", maxsplit=1)[0].strip()
    return len(before) <= 14 and not re.search(r"[,。;:]", before) and len(after) <= 12 and not after.startswith(("至", "—", "-"))


def _iso(year: str, month: str, day: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def _from_chinese(match: re.Match[str]) -> str | None:
    year = match[1] if match[1].isdigit() else "".join(str(_CHINESE.index(digit)) for digit in match[1])
    return _iso(year, str(_small(match[2])), str(_small(match[3]))) if match[3] else None


def _small(numeral: str) -> int:
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return _CHINESE.index(numeral[0])
    return (_CHINESE.index(tens) if tens else 1) * 10 + (_CHINESE.index(ones) if ones else 0)


def _number(lines: list[str]) -> str | None:
    """A document number in the head of the paper: on a line of its own, behind its label, or at a line's end."""
    for line in lines[:30]:
        match = _NUMBER.search(line)
        if match and (len(line) <= len(match["number"]) + 4 or "文字号" in line or "文号" in line):
            return re.sub(r"\s", "", match["number"])
    return None


def _period(title: str, plain: str, kind: str, signed: str | None) -> str | None:
    evaluated = _EVALUATED.search(plain)
    if evaluated:
        return next(year for year in evaluated.groups() if year)
    named = _TITLE_PERIOD.search(title)
    if named:
        return _from_title(named, title, plain, kind)
    year = _likely_year(plain, signed, kind)
    if year is None:
        return None
    half = re.search(r"([上下])半年", title) if "上半年" in title or kind == "half_year" else None
    return str(Period.of_half(year, 1 if half[1] == "上" else 2)) if half else str(year)


def _from_title(named: re.Match[str], title: str, plain: str, kind: str) -> str:
    year = int(named["year"])
    if named["half"] or kind == "half_year":
        return str(Period.of_half(year, 2 if named["half"] == "下" else 1))
    if named["quarter"]:
        return str(Period.of_quarter(year, _QUARTERS[named["quarter"]]))
    if kind == "ledger" and _HALF_END.search(plain[:_HEAD]):
        return str(Period.of_half(year, 1))
    return str(year)


def _likely_year(plain: str, signed_on: str | None, kind: str) -> int | None:
    """A signed or numbered paper is about that year; an unsigned or later published one about the year it names most."""
    named = Counter(int(year) for year in re.findall(rf"({_YEAR})年", plain))
    dated = re.search(_YEAR, signed_on or "")
    signed = int(dated[0]) if dated else None
    most = named.most_common(1)[0][0] if named else None
    if signed is None or most is None or kind in ("reply", "speech", "brief"):
        return signed or most
    return signed if named[signed] * 2 >= named[most] else most
