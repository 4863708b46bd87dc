"""What stands between a foreign file and our parsers: size, archives that swell, XML that expands."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from titian.reader.text.values import Limits, UnreadableFile

_CUT_ADVICE = "请重新下载或重新拷贝；若在原电脑上也打不开，请用 WPS 或 Word 修复后另存"
_BOMB_ADVICE = "这不像正常的办公文件，请核实来源；确实需要时，用 WPS 或 Word 打开后把文字另存为 .txt"


def load(path: Path, name: str, limits: Limits) -> bytes:
    """The bytes of a regular file within the limit. Raises UnreadableFile."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableFile(name, "不是普通文件", "请给出具体的文件，或给出文件夹由程序逐个读取")
        refuse_size(state.st_size, name, limits)
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise UnreadableFile(name, "不存在", "请核对文件名和所在文件夹") from missing
    except OSError as problem:
        raise UnreadableFile(name, f"打不开（{problem.strerror}）", "请检查文件权限，或先把文件关闭再试") from problem


def refuse_size(size: int, name: str, limits: Limits) -> None:
    if size == 0:
        raise UnreadableFile(name, "是空文件（0 字节）", "可能没有保存成功，请重新导出或重新下载")
    if size >= limits.file_bytes:
        raise UnreadableFile(
            name,
            f"有 {_megabytes(size)}，达到或超过 {_megabytes(limits.file_bytes)} 的上限",
            "请拆成几个文件，或删去图片后另存；只需要文字时可另存为 .txt",
        )


def truncated(name: str, what: str = "不完整") -> UnreadableFile:
    return UnreadableFile(name, f"{what}，可能在下载或拷贝时中断", _CUT_ADVICE)


def protected(name: str) -> UnreadableFile:
    return UnreadableFile(name, "设有打开密码", "请用 WPS、Word 或 Excel 输入密码打开，取消密码后另存再试")


class Package:
    """A zip archive (docx, xlsx, odt) whose size was checked before anything was inflated."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name, self._limits = name, limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
            raise truncated(name, "不完整（压缩包结尾缺失）") from broken
        self._refuse_bomb(len(data))

    def _refuse_bomb(self, packed: int) -> None:
        entries = self._archive.infolist()
        if len(entries) > self._limits.entries:
            raise UnreadableFile(self.name, f"内含 {len(entries)} 个部件，超过 {self._limits.entries} 个的上限", _BOMB_ADVICE)
        inflated = sum(entry.file_size for entry in entries)
        # Small files may repeat themselves as they like; only what both swells and is large can hurt.
        swollen = inflated > 20_000_000 and inflated > packed * self._limits.inflation
        if inflated > self._limits.inflated_bytes or swollen:
            raise UnreadableFile(self.name, f"解压后将有 {_megabytes(inflated)}（压缩炸弹）", _BOMB_ADVICE)
        if any(entry.flag_bits & 1 for entry in entries):
            raise protected(self.name)
        if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
            raise UnreadableFile(self.name, "用了办公文件不用的压缩方式", _BOMB_ADVICE)

    def names(self) -> frozenset[str]:
        return frozenset(self._archive.namelist())

    def read(self, part: str, *, limit: int | None = None) -> bytes:
        """A part's bytes; KeyError when there is none. Never inflates more than the limit, whatever the archive declares."""
        allowed = limit or self._limits.part_bytes
        if self._archive.getinfo(part).file_size > allowed:
            raise UnreadableFile(self.name, f"部件 {part} 解压后超过 {_megabytes(allowed)}", _BOMB_ADVICE)
        try:
            with self._archive.open(part) as stream:
                content = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as broken:
            raise truncated(self.name, f"已损坏（部件 {part} 读不出）") from broken
        return content

    def xml(self, part: str) -> etree._Element:
        """A part parsed; KeyError when there is none."""
        return parse_xml(self.read(part), self.name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """XML without entities, network or unlimited depth. Raises UnreadableFile."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise truncated(name, "内容已损坏（XML 不完整）") from broken
    refuse_entities(root, name)
    return root


def refuse_entities(root: etree._Element, name: str) -> None:
    """Office files define no entities; one that does wants to swell or to fetch."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(name, "带有实体定义（可能是 XML 炸弹）", _BOMB_ADVICE)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"
