"""Bytes → text: UTF-8, UTF-16 and GB18030 recognised, files mixed of two encodings read line by line, binary refused."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from titian.reader.text.values import Extracted, UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABELS = {"utf-8": "UTF-8", "gb18030": "GB18030"}
_LOST = "\ufffd"
_LOST_RUN = re.compile(f"{_LOST}+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What a Chinese text is made of: han, kana aside everything printed in an office. Wrongly decoded text falls outside.
_USUAL = re.compile(
    r"[\t\n\v\f\r\x1a -~·×÷§°±²³µ—‘’“”…‰′″※℃№Ⅰ-ⅿ→←↑↓∶≈≠≤≥①-⓿─-◿☀-➿、-〿ㄅ-ㄯ㈀-㋿㎀-㏿一-鿿㐀-䶿豈-﫿︰-﹏\uff00-\uffef]"
)
_BINARY_ADVICE = "请核对是不是给错了文件；若文件被加密软件加密，请先解密，再用原来的程序另存为 .txt 或 .docx"
_MAY_BE_LOST = 0.01


@dataclass(frozen=True)
class Decoded:
    """Text with the encoding it was read as and what the officer should know."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def extract_plain(data: bytes, name: str) -> Extracted:
    """A text file; line ends are kept, a byte order mark is not counted. Raises UnreadableFile."""
    decoded = decode(data, name)
    return Extracted(decoded.text, "plain", notices=decoded.notices)


def decode(data: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """Bytes of unknown encoding → text; `declared` is tried first. Raises UnreadableFile when it is no text."""
    marked = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), None)
    decoded = _lenient(data[len(marked[0]) :], marked[1], name) if marked else _guessed(data, name, declared)
    _refuse_binary(decoded.text, name)
    return _with_old_losses(decoded)


def _guessed(data: bytes, name: str, declared: str | None) -> Decoded:
    # UTF-8 before what a page declares: its bytes seldom fit by chance, while GB18030 would swallow them as other characters.
    for encoding in (_wide_encoding(data), "utf-8" if _is_utf8(data) else None, declared):
        text = _strict(data, encoding) if encoding else None
        if text is not None and encoding is not None:
            return Decoded(text, encoding)
    # GB18030 accepts almost any bytes: lines that are UTF-8 beyond doubt show that the file is a mixture.
    text = _strict(data, "gb18030")
    if text is not None and not any(_surely_utf8(line) for line in data.splitlines()):
        _refuse_mojibake(text, name)
        return Decoded(text, "gb18030")
    return _line_by_line(data, name)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_utf8(data: bytes) -> bool:
    """Valid UTF-8 and not by chance: a few Chinese words in GB18030 look like accented or Arabic letters in UTF-8."""
    text = _strict(data, "utf-8")
    if text is None or text.isascii() or any(char >= "\u0800" for char in text):
        return text is not None
    other = _strict(data, "gb18030")
    return other is None or _share_usual(other) < 0.95


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: it has zero bytes (line ends, digits, spaces are enough) and reads as Chinese one way round."""
    if len(data) % 2 or b"\x00" not in data[: 1 << 16]:
        return None
    texts = {encoding: text for encoding in ("utf-16-le", "utf-16-be") if (text := _strict(data, encoding))}
    best = max(texts, key=lambda encoding: _share_usual(texts[encoding]), default=None)
    return best if best is not None and _share_usual(texts[best]) > 0.95 else None


def _surely_utf8(line: bytes) -> bool:
    """Valid UTF-8 with at least four characters of three bytes: a line of GB18030 is that by accident once in a million."""
    text = _strict(line, "utf-8")
    return text is not None and sum("\u2e80" <= char <= "\uffef" for char in text) >= 4


def _line_by_line(data: bytes, name: str) -> Decoded:
    lines = data.splitlines(keepends=True)
    as_utf8 = [_strict(line, "utf-8") for line in lines]
    wide = [(line, text) for line, text in zip(lines, as_utf8, strict=True) if not line.isascii()]
    main = (
        "utf-8"
        if sum(len(line) for line, text in wide if text is not None or _mostly_utf8(line)) * 2 >= sum(len(line) for line, _ in wide)
        else "gb18030"
    )
    other = "gb18030" if main == "utf-8" else "utf-8"
    parts, switched = [], []
    for number, line in enumerate(lines, 1):
        text = _strict(line, main) if main == "utf-8" or not _surely_utf8(line) else None
        if text is None and not (main == "utf-8" and _mostly_utf8(line)):
            text = _strict(line, other)
            switched += [number] if text is not None else []
        parts.append(line.decode(main, "replace") if text is None else text)
    notes = [f"文件混用两种编码：{_numbers(switched)}按 {_LABELS[other]} 读出，其余按 {_LABELS[main]}，请核对"] if switched else []
    return _judged("".join(parts), main, name, notes)


def _mostly_utf8(line: bytes) -> bool:
    """One bad byte in a UTF-8 line must not turn the whole line into GB18030."""
    text = line.decode("utf-8", "replace")
    return sum("\u2e80" <= char <= "\uffef" for char in text) > 4 * text.count(_LOST)


def _lenient(data: bytes, encoding: str, name: str) -> Decoded:
    text = _strict(data, encoding)
    return Decoded(text, encoding) if text is not None else _judged(data.decode(encoding, "replace"), encoding, name, [])


def _judged(text: str, encoding: str, name: str, notes: list[str]) -> Decoded:
    """A text with replaced bytes: told where, or refused when more than one in a hundred is lost."""
    _refuse_binary(text, name)
    lost = len(_LOST_RUN.findall(text))
    if lost > max(1, len(text) * _MAY_BE_LOST):
        raise UnreadableFile(
            name, f"编码混乱，有 {lost} 处字符无法识别（超过百分之一）", "请用记事本或 WPS 打开原文件，以 UTF-8 编码另存后再试"
        )
    if lost:
        lines = [number for number, line in enumerate(text.split("\n"), 1) if _LOST in line]
        notes = [*notes, f"有 {lost} 处字符无法识别（{_numbers(lines)}），已用「{_LOST}」代替，请对照原文核对"]
    return Decoded(text, encoding, tuple(notes))


def _numbers(lines: list[int]) -> str:
    shown = "、".join(str(number) for number in lines[:5])
    return f"第 {shown} 行" + (f"等 {len(lines)} 行" if len(lines) > 5 else "")


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > max(2, len(text) // 1000):
        raise UnreadableFile(name, "内容不是文字（二进制文件），也不是能识别的 Word、WPS、Excel、PDF 或网页", _BINARY_ADVICE)


def _refuse_mojibake(text: str, name: str) -> None:
    if len(text) >= 20 and _share_usual(text) < 0.7:
        raise UnreadableFile(name, "编码无法识别，读出来是乱码", "请用记事本或 WPS 打开原文件，以 UTF-8 编码另存后再试")


def _share_usual(text: str) -> float:
    sample = text[:20_000]
    return len(_USUAL.findall(sample)) / max(1, len(sample))


def _with_old_losses(decoded: Decoded) -> Decoded:
    """锟斤拷 is what is left of text that was saved in the wrong encoding earlier."""
    spoilt = decoded.text.count("锟斤拷")
    if not spoilt:
        return decoded
    note = f"有 {spoilt} 处「锟斤拷」，是文件以前存错编码时丢失的字，请找更早的版本核对"
    return Decoded(decoded.text, decoded.encoding, (*decoded.notices, note))
