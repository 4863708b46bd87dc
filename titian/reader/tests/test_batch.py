"""`titian read` as an officer and as a program calls it: what it prints, what it writes, what it refuses, its exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from titian.base.errors import Refused
from titian.reader import batch
from titian.reader.tests import make

REPORT = """示范县科技局2024年上半年工作总结

今年以来,新认定高新技术企业12家,技术合同成交额7.47亿元。

示范县科技局
2024年7月5日
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "材料"
    (place / "乡镇").mkdir(parents=True)
    (place / "半年总结.txt").write_text(REPORT, "utf-8")
    (place / "乡镇" / "东镇.docx").write_bytes(make.word("东镇2024年上半年工作总结", "新认定高新技术企业3家。"))
    return place


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*words: object) -> tuple[int, str, str]:
        code = batch.main([str(word) for word in words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_folder_is_read_with_its_folders_in_order(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = read(folder, "--json")
    found = objects(out)
    assert code == 0
    assert [Path(entry["file"]).name for entry in found] == ["半年总结.txt", "东镇.docx"]
    assert {"file", "document", "quantities", "figures", "checks"} <= found[0].keys()
    assert [(entry["number_text"], entry["value"], entry["unit"]) for entry in found[0]["quantities"]] == [
        ("12家", 12, "家"),
        ("7.47亿元", 747_000_000, "元"),
    ]


def test_offsets_count_in_the_text_that_can_be_asked_for(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = read(folder / "乡镇" / "东镇.docx", "--json", "--text")
    (found,) = objects(out)
    (number,) = found["quantities"]
    assert found["text"][number["offset"] :].startswith("3家。")


def test_results_are_written_under_the_names_of_their_files(
    folder: Path, tmp_path: Path, read: Callable[..., tuple[int, str, str]]
) -> None:
    target = tmp_path / "新建" / "结果"
    code, out, _ = read(folder, "--out", target)
    assert (code, out) == (0, "")
    assert sorted(path.name for path in target.iterdir()) == ["东镇.json", "半年总结.json"]
    written = json.loads((target / "半年总结.json").read_text("utf-8"))
    assert written.keys() == {"document", "quantities", "figures", "checks"}


def test_lines_and_files_can_be_had_together(folder: Path, tmp_path: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = read(folder, "--out", tmp_path / "o", "--json")
    for entry in objects(out):
        written = json.loads((tmp_path / "o" / f"{Path(entry.pop('file')).stem}.json").read_text("utf-8"))
        assert written == entry


def test_one_refused_file_does_not_keep_the_others(folder: Path, tmp_path: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")
    code, out, err = read(folder, "--out", tmp_path / "o", "--json")
    refused = [entry for entry in objects(out) if "error" in entry]
    assert code == 2
    assert [Path(entry["file"]).name for entry in refused] == ["坏.docx"]
    assert refused[0].keys() == {"file", "error"}
    assert "「坏.docx」" in err
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == ["东镇.json", "半年总结.json"]


def test_two_files_of_one_stem_are_refused_before_anything_is_written(
    folder: Path, tmp_path: Path, read: Callable[..., tuple[int, str, str]]
) -> None:
    (folder / "乡镇" / "半年总结.html").write_text("<p>12家</p>", "utf-8")
    code, out, err = read(folder, "--out", tmp_path / "o", "--json")
    assert (code, (tmp_path / "o").exists()) == (2, False)
    assert "同名" in err
    assert "改名" in err
    assert [entry.keys() for entry in objects(out)] == [{"file", "error"}] * 2


def test_stems_that_differ_only_in_case_are_one_stem(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    (folder / "A.txt").write_text("12家", "utf-8")
    (folder / "乡镇" / "a.txt").write_text("12家", "utf-8")
    assert read(folder)[0] == 2


def test_a_file_named_twice_is_read_once(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = read(folder / "半年总结.txt", folder, "--json")
    assert (code, len(objects(out))) == (0, 2)


def test_unknown_files_of_a_folder_are_named_and_skipped(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    for name in ("照片.jpg", "~$半年总结.docx", ".DS_Store", "说明"):
        (folder / name).write_bytes(b"x")
    code, out, err = read(folder, "--json")
    assert (code, len(objects(out))) == (0, 2)
    assert [line.split("」")[0].split("/")[-1] for line in err.splitlines()] == ["~$半年总结.docx", "照片.jpg", "说明"]
    assert "不认识的扩展名 .jpg" in err


def test_an_unknown_extension_given_by_name_is_read_by_its_content(
    tmp_path: Path, read: Callable[..., tuple[int, str, str]]
) -> None:
    path = tmp_path / "总结.bak"
    path.write_text(REPORT, "utf-8")
    assert len(objects(read(path, "--json")[1])[0]["quantities"]) == 2


@pytest.mark.parametrize(
    "words", [[], ["空文件夹"], ["半年总结.txt", "--out", "半年总结.txt"], ["半年总结.txt", "乡镇/东镇.docx", "--why", "3"]]
)
def test_a_call_that_makes_no_sense_is_one_line_and_two(
    words: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., tuple[int, str, str]]
) -> None:
    monkeypatch.chdir(folder)
    (folder / "空文件夹").mkdir()
    code, out, err = read(*words)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("titian read：")


def test_an_unknown_argument_is_one_line_and_two(
    read: Callable[..., tuple[int, str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        read("a.txt", "--nonsense")
    assert ended.value.code == 2
    assert "参数不对" in capsys.readouterr().err


def test_the_table_shows_what_an_officer_looks_for(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = read(folder / "半年总结.txt")
    lines = out.splitlines()
    assert code == 0
    assert "2024H1" in lines[1]
    row = next(line for line in lines if "hnte.new" in line)
    assert all(shown in row for shown in ("12家", "完成", "2024H1"))
    head = next(line for line in lines if line.startswith("位置"))
    assert _column(head, "状态") == _column(row, "完成")


def _column(line: str, word: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line[: line.index(word)])


def test_a_text_without_a_number_is_read_and_said_so(tmp_path: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    path = tmp_path / "讲话.txt"
    path.write_text("同志们，大家好。", "utf-8")
    code, out, _ = read(path)
    assert (code, "注意：未读到任何数字" in out) == (0, True)
    (found,) = objects(read(path, "--json")[1])
    assert (found["notices"], found["quantities"]) == (["未读到任何数字"], [])


def test_the_reason_of_a_number_can_be_asked(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    offset = REPORT.index("12家")
    code, out, _ = read(folder / "半年总结.txt", "--why", offset + 1)
    assert (code, len(out.splitlines()) > 2) == (0, True)
    assert f"「12家」在第 {offset} 个字处，第3行" in out
    assert "hnte.new" in out.splitlines()[-1]
    (found,) = objects(read(folder / "半年总结.txt", "--why", offset, "--json")[1])
    assert found["offset"] == offset


def test_the_reason_of_no_number_names_the_nearest(folder: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    code, _, err = read(folder / "半年总结.txt", "--why", REPORT.index("12家") - 2)
    assert (code, "「12家」" in err) == (2, True)


def test_the_size_limit_is_an_argument(tmp_path: Path, read: Callable[..., tuple[int, str, str]]) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * 1_000_000)
    code, _, err = read(path, "--max-mb", 1)
    assert (code, "达到或超过 1 MB 的上限" in err) == (2, True)


def test_a_word_list_that_cannot_be_used_is_one_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., tuple[int, str, str]]
) -> None:
    words = tmp_path / "home" / "vocabulary"
    words.mkdir(parents=True)
    (words / "units.yaml").write_text("- 不是词表", "utf-8")
    monkeypatch.setenv("TITIAN_HOME", str(words.parent))
    code, _, err = read(folder / "半年总结.txt")
    assert (code, "units.yaml" in err) == (2, True)


def test_nothing_half_written_is_left_when_the_disk_refuses(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[..., tuple[int, str, str]]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    code, _, err = read(folder / "半年总结.txt", "--out", tmp_path / "o")
    assert (code, "磁盘空间" in err, list((tmp_path / "o").iterdir())) == (2, True, [])


def test_text_can_come_from_a_pipe(monkeypatch: pytest.MonkeyPatch, read: Callable[..., tuple[int, str, str]]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode("gb18030"))))
    (found,) = objects(read("-", "--json")[1])
    assert (found["file"], len(found["quantities"])) == ("-", 2)


def test_a_program_gets_the_reading_itself(folder: Path) -> None:
    source, reading = batch.read_file(folder / "半年总结.txt")
    assert (source.text, reading.text) == (REPORT, REPORT)
    with pytest.raises(Refused, match="不存在"):
        batch.read_file(folder / "没有.txt")


def test_reading_needs_no_django_and_a_closed_pipe_ends_quietly(folder: Path) -> None:
    program = (
        "import sys; from titian.reader.batch import main; code = main(sys.argv[1:]); "
        "assert 'django' not in sys.modules and 'pypdfium2' not in sys.modules; sys.exit(code)"
    )
    command = [sys.executable, "-c", program, str(folder / "半年总结.txt")]
    root = Path(batch.__file__).parents[2]
    done = subprocess.run(command, capture_output=True, cwd=root, env={**os.environ, "LC_ALL": "C"}, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert "hnte.new" in done.stdout.decode()
    reading, writing = os.pipe()
    os.close(reading)
    closed = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=root, check=False)
    os.close(writing)
    assert closed.stderr.decode() == ""
