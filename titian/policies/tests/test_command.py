"""`titian assess` as it is called: lines in order, exit codes, one line for what is wrong, no database."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from titian.cli import main
from titian.policies.tests.make import firm

CALL = ["assess", "--programme", "hnte", "--day", "2026-06-30"]


def written(folder: Path, *lines: object, bom: bool = False) -> str:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path = folder / "facts.jsonl"
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.encode())
    return str(path)


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_record_has_its_line_in_the_order_of_the_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, firm(uscc="甲"), "", {"uscc": "乙", "years": {"2025": {"staff": -1}}}, "{坏", firm(uscc="丙"))
    assert main([*CALL, "--facts", path, "--json"]) == 1
    lines = printed(capsys)
    assert [line["uscc"] for line in lines] == ["甲", "乙", None, "丙"]
    assert lines[1] == {"uscc": "乙", "error": "years.2025.staff（职工总数）不能为负，给的是 -1"}
    assert lines[2] == {"uscc": None, "error": "第 4 行：不是有效的 JSON"}


def test_a_line_has_what_the_contract_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CALL, "--facts", written(tmp_path, firm(), bom=True), "--json"]) == 0
    [line] = printed(capsys)
    assert list(line) == ["uscc", "verdict", "notes", "score", "clauses", "missing"]
    assert {tuple(clause) for clause in line["clauses"]} == {("id", "verdict", "value", "threshold", "gap", "reference")}
    assert [clause["id"] for clause in line["clauses"]] == [
        *("age", "ip", "field", "staff", "rd_ratio", "domestic_rd", "ht_income", "innovation", "no_incident"),
    ]
    assert line["clauses"][4] | {"reference": ""} == {
        "id": "rd_ratio",
        "verdict": "met",
        "value": 0.06,
        "threshold": 0.05,
        "gap": 0,
        "reference": "",
    }


def test_a_key_that_stands_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, '{"uscc": "甲", "years": {"2025": {"staff": 1, "staff": 2}}}', '{"uscc": "甲", "uscc": "乙"}')
    assert main([*CALL, "--facts", path, "--json"]) == 1
    assert printed(capsys) == [{"uscc": "甲", "error": "键「staff」重复"}, {"uscc": None, "error": "第 2 行：键「uscc」重复"}]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[1, 2]", "应为一个 JSON 对象"),
        ('{"name": "无码"}', "uscc（统一社会信用代码）缺少"),
        ('{"uscc": "甲", "transformations_3y": NaN}', "transformations_3y（近三年科技成果转化数）不是有限的数"),
        ('{"uscc": "甲", "transformations_3y": 1e400}', "大得不合理"),
        ("[" * 100_000, "不是有效的 JSON"),
        ('{"uscc": "甲"} {"uscc": "乙"}', "不是有效的 JSON"),
        ('{"uscc": "甲", "titles": [null]}', "titles.0应为文字，给的是 null"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CALL, "--facts", written(tmp_path, line), "--json"]) == 1
    assert told in printed(capsys)[0]["error"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"region": "999999"}, "region：不认识的区划代码「999999」"),
        ({"region": "宁夏"}, "region：不认识的区划代码「宁夏」"),
        ({"region": "330100"}, "region：330100 不在宁夏，这里按宁夏的规则评估"),
        ({"years": {"2062": {"staff": 3}}}, "years.2062：晚于评估日 2026-06-30，未采用"),
    ],
)
def test_what_is_odd_and_decides_nothing_is_noted(
    changes: dict[str, Any], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["assess", "--programme", "gazelle", "--day", "2026-06-30", "--json", "--facts"]
    assert main([*call, written(tmp_path, firm(**changes))]) == 0
    assert any(note.startswith(told) for note in printed(capsys)[0]["notes"])


def test_numbers_are_read_as_decimals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.dumps(firm()).replace('"rd_expense_yuan": 600000', '"rd_expense_yuan": 600000.10')
    assert main([*CALL, "--facts", written(tmp_path, data), "--json"]) == 0
    assert printed(capsys)[0]["clauses"][4]["value"] == 0.06000001


def test_a_day_before_the_rule_refuses_every_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["assess", "--programme", "hnte", "--day", "2015-12-31", "--json", "--facts"]
    assert main([*call, written(tmp_path, {"uscc": "甲"}, {"uscc": "乙"})]) == 1
    lines = printed(capsys)
    assert [line["uscc"] for line in lines] == ["甲", "乙"]
    assert all("2015-12-31 时规则尚未施行（国科发火〔2016〕32号，2016-01-01 起施行）" in line["error"] for line in lines)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--programme", "hntee"], "没有项目「hntee」。有："),
        (["--programme", "../hnte"], "没有项目「../hnte」"),
        (["--day", "2026-6-30"], "不是日期"),
        (["--day", "2026-02-30"], "不是日期"),
        (["--region", "999999"], "不认识的区划代码「999999」"),
        (["--region", "宁夏"], "不认识的区划代码「宁夏」"),
        (["--facts", "nowhere.jsonl"], "读不了「nowhere.jsonl」"),
        (["--facts", "."], "读不了「.」"),
        (["--colour", "red"], "参数不对"),
    ],
)
def test_a_wrong_call_says_one_line_and_prints_nothing(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*CALL, "--facts", written(tmp_path, firm()), *words, "--json"]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert told in shown.err


@pytest.mark.parametrize("missing", ["--programme", "--day", "--facts"])
def test_what_the_call_lacks_is_named(missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = {"--programme": "hnte", "--day": "2026-06-30", "--facts": written(tmp_path, firm())}
    del words[missing]
    assert main(["assess", *(word for pair in words.items() for word in pair)]) == 2
    assert f"缺 {missing}" in capsys.readouterr().err


def test_facts_come_from_standard_input_and_an_empty_file_is_no_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for content, lines in ((b"\n\n", 0), (json.dumps(firm()).encode(), 1)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert main([*CALL, "--facts", "-", "--json"]) == 0
        assert len(printed(capsys)) == lines


def test_without_json_a_person_can_read_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CALL, "--facts", written(tmp_path, firm(ip=[]))]) == 0
    text = capsys.readouterr().out
    assert "示范企业（91640100MA76XXXX0E）：不符合，得分 71" in text
    assert "不符合\t知识产权：0 件（标准 1 件，差 1 件）\t国科发火〔2016〕32号 第十一条（二）" in text
    assert "研发费用占销售收入比例：6%（标准 5%）" in text


def test_it_runs_without_django_and_without_a_database(tmp_path: Path) -> None:
    call = [*CALL, "--json", "--facts", written(tmp_path, firm())]
    code = f"import sys; from titian.cli import main; main({call!r}); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_the_packs_are_linted_from_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--lint"]) == 0
    assert "规则包没有问题" in capsys.readouterr().out
