"""Finding a Chinese font."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from titian.base.fonts import ChartFontMissing, chinese_font, family_names, own_folder


def font_file(*families: str) -> bytes:
    """The smallest file that carries family names: an offset table and a name table."""
    texts = [family.encode("utf-16-be") for family in families]
    records, offset = b"", 0
    for text in texts:
        records += struct.pack(">6H", 3, 1, 0x804, 1, len(text), offset)
        offset += len(text)
    names = struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + b"".join(texts)
    return struct.pack(">4sHHHH", b"\0\1\0\0", 1, 16, 0, 0) + struct.pack(">4sIII", b"name", 0, 28, len(names)) + names


def test_family_names_are_read_from_a_font(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(font_file("SimSun", "宋体"))
    assert family_names(tmp_path / "a.ttf") == {"SimSun", "宋体"}


def test_the_best_of_several_fonts_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.ttf").write_bytes(font_file("SimSun"))
    (tmp_path / "sub" / "b.TTF").write_bytes(font_file("Microsoft YaHei"))
    (tmp_path / "c.ttf").write_bytes(font_file("Times New Roman"))
    assert chinese_font([tmp_path]) == "Microsoft YaHei"


@pytest.mark.parametrize("content", [b"", b"no font at all", b"ttcf\0\1\0\0\xff\xff\xff\xff", font_file("SimSun")[:30], b"\0" * 12])
def test_a_broken_file_is_passed_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.otf").write_bytes(content)
    assert family_names(tmp_path / "broken.otf") == set()


def test_without_a_chinese_font_there_is_none_and_on_ci_that_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert chinese_font([tmp_path, tmp_path / "missing"]) is None
    monkeypatch.setenv("CI", "true")
    with pytest.raises(ChartFontMissing, match="请安装"):
        chinese_font([tmp_path])


def test_an_installation_may_bring_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TITIAN_FONTS", str(tmp_path))
    assert own_folder() == tmp_path
    monkeypatch.setenv("TITIAN_FONTS", str(tmp_path / "missing"))
    assert own_folder() is None
