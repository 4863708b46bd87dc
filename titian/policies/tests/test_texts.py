"""What is wrong with a YAML file or text is said in Chinese: where, which key, what was meant; never as PyYAML or Python say it."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from titian.policies.benefits.definition import ClauseError, parse, parse_text
from titian.policies.engine.dated import parse as parse_book
from titian.policies.engine.dated import read
from titian.policies.engine.keys import ParameterError
from titian.policies.engine.texts import UnreadableYamlError, load
from titian.policies.library import problems, samples
from titian.policies.packs import FOLDER
from titian.policies.tests.clauses import data

RAW = re.compile(r"Error|Traceback|while |expected|found|object|line \d|None|True|False|<class|dict|NoneType|invalid|must be")


def told(**changes: Any) -> list[str]:
    with pytest.raises(ClauseError) as problem:
        parse(data(**changes))
    return list(problem.value.problems)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"benefits": {"fixed": "1万元"}}, "条款：不认识的键「benefits」，可写："),
        ({"windw": {}}, "不认识的键「windw」，是不是「window」（受理时间）？"),
        ({"材料": []}, "不认识的键「材料」，是不是「materials」（材料）？"),
        (
            {"benefit": {"rate": "5%", "base": "year.rd_deducton"}},
            "标准基数：不认识的数「year.rd_deducton」，是不是「year.rd_deduction」",
        ),
        ({"benefit": {"rat": "5%"}}, "标准：不认识的键「rat」，是不是「rate」（比例）？"),
        ({"benefit": {"fixed": 200000}}, "标准金额：「200000」：应为金额，如 20万元"),
        ({"who": [{"titel": "hnte"}]}, "对象第1项：不认识的条件「titel」，是不是「title」（资质荣誉）？"),
        ({"who": [{"title": "hnt"}]}, "「hnt」不在可选项里，是不是「hnte」（高新技术企业）？"),
        ({"who": [{"title": "hnte", "scale": "above"}]}, "一项只能写一种条件，写了 title、scale"),
        ({"who": [{"programme": "hnet"}]}, "没有项目「hnet」，是不是「hnte」（高新技术企业）？"),
        ({"who": [{"flag": "abnormal_list", "is": "no"}]}, "is（取值）应为 true 或 false，写的是「no」"),
        ({"who": {"title": "hnte"}}, "对象：至少写一个享受条件，写成列表，写的是一组键值"),
        ({"confirmed": None}, "核对：应为 true 或 false，写的是空着"),
        ({"times": "onec"}, "次数：「onec」不在可选项里，是不是「once」（只享受一次）？"),
        ({"materials": "营业执照"}, "材料：应为文字的列表，写的是「营业执照」"),
    ],
)
def test_a_slip_in_a_clause_is_named_with_what_was_meant(changes: dict[str, Any], said: str) -> None:
    assert any(said in one for one in told(**changes)), told(**changes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1, 2", "方括号没有成对"),
        ("a: {b: 1", "花括号没有成对"),
        ("a: 'x", "引号没有成对"),
        ("a:\n\tb: 1", "制表符"),
        ("label: 条款: 一", "冒号的位置不对"),
        ("a: 1\nb: 2\na: 3", "第 3 行：「a」写了两遍"),
        ("since: 2026-13-45", "不存在的日期"),
        ("a: *b", "引用的名称不存在"),
        ("a: !!python/name:os.system", "感叹号"),
        ("[" * 5_000, "层"),
    ],
)
def test_text_that_is_no_yaml_is_refused_with_its_line_in_chinese(text: str, said: str) -> None:
    with pytest.raises(UnreadableYamlError, match=said) as problem:
        load(text)
    assert not RAW.search(str(problem.value))
    with pytest.raises(ClauseError, match=said):
        parse_text(text)


def hnte() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / "national/hnte.yaml").read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    ("path", "key", "value", "said"),
    [
        ([], "paramters", {}, "不认识的键「paramters」"),
        (["parameters", "staff_share"], "entires", [], "参数「staff_share」：不认识的键「entires」"),
        (["parameters", "staff_share"], "unit", "shares", "不认识的单位「shares」，是不是「share」（比例（0-1））？"),
        (["parameters", "staff_share"], "entries", 5, "参数「staff_share」 entries（条目）：应为列表"),
        (
            ["parameters", "staff_share", "entries", 0],
            "cites",
            ["mesures 第一条"],
            "「mesures」不在 documents（文件）里，是不是「measures」（国科发火〔2016〕32号）？",
        ),
        (["parameters", "staff_share", "entries", 0], "cites", "measures 第一条", "cites（依据）：应为列表"),
        (["parameters", "staff_share", "entries", 0], "form", 1, "不认识的键「form」"),
        (["clauses", "age"], "label", None, "条款「age」：缺 label（名称）"),
        (["clauses", "age"], "proof", "营业执照", "proof（证明材料）：应为列表"),
        (["clauses"], "age", "注册", "条款「age」：应为键值表，写的是「注册」"),
        ([], "since", "2016", "应为日期，如 2026-04-01，写的是「2016」"),
        ([], "documents", ["measures"], "documents（文件）：应为键值表，写的是一个列表"),
    ],
)
def test_a_slip_in_a_file_of_parameters_is_named_with_its_place(path: list[Any], key: str, value: object, said: str) -> None:
    found = hnte()
    place: Any = found
    for step in path:
        place = place[step]
    place[key] = value
    with pytest.raises(ParameterError) as problem:
        parse_book(found, pack="national", where="national/hnte.yaml")
    assert said in str(problem.value)
    assert str(problem.value).startswith("national/hnte.yaml")


def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "hnte.yaml").write_text("programme: hnte\nlabel: [高新\n", "utf-8")
    with pytest.raises(ParameterError, match=rf"{tmp_path.name}/hnte.yaml 第 3 行.*方括号没有成对"):
        read(tmp_path / "hnte.yaml")
    (tmp_path / "gbk.yaml").write_bytes("label: 高新".encode("gbk"))
    with pytest.raises(ParameterError, match="不是 UTF-8"):
        read(tmp_path / "gbk.yaml")


def test_what_is_wrong_with_a_sample_is_said_by_file_and_clause_and_the_others_stay(tmp_path: Path) -> None:
    good = {"title": "甲", "found": "公开报道", "clauses": [data()]}
    (tmp_path / "good.yaml").write_text(yaml.safe_dump(good, allow_unicode=True), "utf-8")
    wrong = {"titel": "乙", "found": "公开报道", "level": "town", "clauses": [data(code="second", fixd=1), 5]}
    (tmp_path / "wrong.yaml").write_text(yaml.safe_dump(wrong, allow_unicode=True), "utf-8")
    strange = {"title": "丙", "found": "公开报道", "clauses": [data(code="third", excludes=["hnte_frst"])]}
    (tmp_path / "strange.yaml").write_text(yaml.safe_dump(strange, allow_unicode=True), "utf-8")
    (tmp_path / "torn.yaml").write_text("title: [", "utf-8")
    said = "\n".join(problems(tmp_path))
    assert "wrong.yaml：不认识的键「titel」，是不是「title」（名称）？" in said
    assert "wrong.yaml：缺 title（名称）" in said
    assert "wrong.yaml level（级别）：「town」不在可选项里" in said
    assert "wrong.yaml 第 1 条「second」 条款：不认识的键「fixd」" in said
    assert "wrong.yaml 第 2 条 条款应为键值表，写的是「5」" in said
    assert "strange.yaml 条款「third」不重复享受：没有代码为「hnte_frst」的条款，是不是「hnte_first」" in said
    assert "torn.yaml 第" in said
    assert set(samples(tmp_path)) == {"good", "strange"}


WRONG: list[Any] = [
    None,
    True,
    5,
    -1,
    0.5,
    "",
    "x",
    "5%",
    [],
    [None],
    {},
    {"x": 1},
    [[]],
    10**30,
    yaml.safe_load("2026-01-01 10:00:00"),
]


def spoilt(whole: Any, chance: random.Random) -> Any:
    """The data with one place replaced, renamed or dropped."""
    found = copy.deepcopy(whole)
    places = list(_places(found))
    holder, key = chance.choice(places)
    match chance.randrange(3):
        case 0:
            holder[key] = copy.deepcopy(chance.choice(WRONG))
        case 1 if isinstance(holder, dict):
            holder[chance.choice([f"{key}x", "是否", 7])] = holder.pop(key)
        case _:
            del holder[key]
    return found


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(data if isinstance(data, dict) else range(len(data))):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from _places(data[key])


def refusal(read_: Callable[[], object], error: type[ValueError]) -> str:
    """What was said against it; anything but `error` fails the test."""
    try:
        read_()
    except error as problem:
        return str(problem)
    return ""


def test_whatever_is_spoilt_is_either_read_or_refused_in_chinese() -> None:
    chance, book = random.Random(7), hnte()
    clauses = [dict(one) for sample in samples().values() for one in sample.clauses]
    said = []
    for _ in range(2_000):
        file, clause = spoilt(book, chance), spoilt(chance.choice(clauses), chance)
        said.append(refusal(partial(parse_book, file, pack="national", where="national/hnte.yaml"), ParameterError))
        said.append(refusal(partial(parse, clause), ClauseError))
    assert sum(map(bool, said)) > 2_000
    assert [one for one in said if RAW.search(one)] == []
