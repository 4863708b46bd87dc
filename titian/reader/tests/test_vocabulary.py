"""The word files: packaged, extended by a folder, refused with a clear message."""

from __future__ import annotations

from pathlib import Path

import pytest

from titian.reader.quantities import quantities
from titian.reader.vocabulary import VocabularyError, words


def write(folder: Path, text: str) -> tuple[Path, ...]:
    (folder / "units.yaml").write_text(text, encoding="utf-8")
    return (folder,)


def test_packaged_words_are_read_once() -> None:
    assert words("units") is words("units")
    assert "家" in words("units")["counts"]


def test_an_extra_folder_appends_to_lists_and_merges_mappings(tmp_path: Path) -> None:
    merged = words("units", write(tmp_path, "counts: [摊, 家]\nspellings: {公顷: 公顷地}\nequals: {家: [摊]}\n"))
    assert merged["counts"][: len(words("units")["counts"])] == words("units")["counts"]
    assert merged["counts"].count("家") == 1
    assert merged["counts"][-1] == "摊"
    assert merged["spellings"]["公顷"] == "公顷地"
    assert merged["spellings"]["㎡"] == "平方米"
    assert {"户", "摊"} <= set(merged["equals"]["家"])


def test_an_office_can_add_a_unit_without_code(tmp_path: Path) -> None:
    folders = write(tmp_path, "counts: [摊]\n")
    (found,) = quantities("夜市新增36摊经营户", folders)
    assert (found.number_text, found.unit) == ("36摊", "摊")


def test_folders_without_the_file_are_skipped(tmp_path: Path) -> None:
    assert words("units", (tmp_path,)) == words("units")


def test_an_unknown_word_file_is_refused() -> None:
    with pytest.raises(VocabularyError, match="没有名为「nothing」的词表"):
        words("nothing")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("counts: [家\n", "读不出来"),
        ("- 家\n- 户\n", "「名称: 内容」"),
        ("counts: 家\n", "「counts」应为列表"),
        ("columns: {分: 得分}\n", "「columns → 分」应为列表"),
        ("equals: [家]\n", "「equals」应为「名称: 内容」"),
    ],
)
def test_a_broken_word_file_is_refused_with_what_and_where(tmp_path: Path, text: str, message: str) -> None:
    folders = write(tmp_path, text)
    with pytest.raises(VocabularyError, match=message) as refusal:
        words("units", folders)
    assert "units.yaml" in str(refusal.value)


def test_a_word_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_bytes("# 计量单位\ncounts: [摊]".encode("gb18030"))
    with pytest.raises(VocabularyError, match="UTF-8"):
        words("units", (tmp_path,))


def test_an_empty_word_file_changes_nothing(tmp_path: Path) -> None:
    assert words("units", write(tmp_path, "# 还没有补充\n")) == words("units")
