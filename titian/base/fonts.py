"""Which Chinese fonts this computer has: charts can be drawn only with one, and an installation may bring its own folder."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from titian.base.errors import Refused

# In order of preference: even strokes that stay readable when small come first.
CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "思源黑体 CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Droid Sans Fallback",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "FangSong",
    "KaiTi",
)
FOLDER_VARIABLE = "TITIAN_FONTS"
_ENDINGS = {".ttf", ".otf", ".ttc", ".otc"}
_FAMILY_NAMES = {1, 16}  # nameID: family, typographic family
_MOST_NAMES = 4096


class ChartFontMissing(Refused):
    """No Chinese font is installed. The message says what to install."""


def chinese_font(folders: Iterable[Path] | None = None) -> str | None:
    """The family name of the best Chinese font installed, None when there is none (with CI=true: raises ChartFontMissing)."""
    installed = families(tuple(folders) if folders is not None else font_folders())
    found = next((family for family in CHINESE_FONTS if family in installed), None)
    if found is None and os.environ.get("CI") == "true":
        raise ChartFontMissing(MISSING)
    return found


MISSING = f"没有找到中文字体，图表无法绘制。请安装 Noto Sans CJK SC(思源黑体)等字体,或把字体文件放进一个文件夹并用环境变量 {FOLDER_VARIABLE} 指明"


def own_folder() -> Path | None:
    """The folder named by TITIAN_FONTS, when it exists."""
    named = os.environ.get(FOLDER_VARIABLE, "")
    return Path(named) if named and Path(named).is_dir() else None


def font_folders() -> tuple[Path, ...]:
    """Where Linux, Windows and macOS keep fonts, and the installation's own folder."""
    home, windows = Path.home(), Path(os.environ.get("WINDIR", "C:/Windows"))
    local = os.environ.get("LOCALAPPDATA")
    places = [own_folder(), Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"]
    places += [windows / "Fonts", Path(local) / "Microsoft/Windows/Fonts" if local else None]
    places += [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return tuple(place for place in places if place is not None)


@lru_cache(maxsize=8)
def families(folders: tuple[Path, ...]) -> frozenset[str]:
    """Every family name in these folders; unreadable files are passed over."""
    files = (file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*")) if file.suffix.lower() in _ENDINGS)
    return frozenset(name for file in files for name in family_names(file))


def family_names(file: Path) -> set[str]:
    """Family names a font file or collection carries; none for a file that is no font."""
    try:
        with file.open("rb") as stream:
            return {name for offset in _faces(stream) for name in _names(stream, offset)}
    except (OSError, struct.error, UnicodeDecodeError):
        return set()


def _faces(stream: BinaryIO) -> list[int]:
    """Offsets of the fonts in the file: one, or several in a collection."""
    if stream.read(4) != b"ttcf":
        return [0]
    _, count = struct.unpack(">II", stream.read(8))
    return list(struct.unpack(f">{min(count, 64)}I", stream.read(4 * min(count, 64))))


def _names(stream: BinaryIO, offset: int) -> Iterator[str]:
    """Family names in the name table of the font that begins at `offset` (OpenType, «name»)."""
    stream.seek(offset)
    (tables,) = struct.unpack(">4xH6x", stream.read(12))
    entries = [struct.unpack(">4s4xII", stream.read(16)) for _ in range(tables)]
    for tag, start, _ in entries:
        if tag == b"name":
            yield from _records(stream, start)


def _records(stream: BinaryIO, start: int) -> Iterator[str]:
    stream.seek(start)
    _, count, storage = struct.unpack(">HHH", stream.read(6))
    records = [struct.unpack(">6H", stream.read(12)) for _ in range(min(count, _MOST_NAMES))]
    for platform, _, _, identity, length, offset in records:
        if identity in _FAMILY_NAMES and platform in {0, 3}:
            stream.seek(start + storage + offset)
            yield stream.read(length).decode("utf-16-be")
