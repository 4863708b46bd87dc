from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base.errors import Refused
from titian.files.kinds import KINDS, MAX_BYTES, Kind, recognise
from titian.files.tests.make import OLE, PDF, SAMPLES, packed


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_a_file_is_known_by_its_content(code: str) -> None:
    assert recognise(*SAMPLES[code]).code == code


@pytest.mark.parametrize("text", ["企业名单", "name,amount\n", "\ufeff带标记"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_is_text_in_every_encoding_an_office_meets(text: str, encoding: str) -> None:
    assert recognise("名单.txt", text.encode(encoding)).code == "text"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("空.docx", b"", "空文件"),
        ("大.pdf", PDF + bytes(MAX_BYTES), "上限"),
        ("程序.exe", b"MZ\x90", "可执行"),
        ("总结.docx", b"MZ\x90\x00", "可执行"),
        ("总结.doc", OLE + bytes.fromhex("84100c0000000000c000000000000046"), "可执行"),
        ("脚本.txt", b"#!/bin/sh\nrm", "可执行"),
        ("脚本.js", b"alert(1)", "可执行"),
        ("资料.zip", packed("甲.docx"), "压缩包"),
        ("资料.rar", b"Rar!\x1a\x07", "压缩包"),
        ("资料.docx", packed("随便.txt"), "压缩包"),
        ("坏.docx", packed("word/document.xml")[:60], "已损坏"),
        ("表.xlsm", packed("xl/workbook.xml", "xl/vbaProject.bin"), "含有宏"),
        ("密.docx", OLE, "密码"),
        ("照片.docx", SAMPLES["png"][1], ".png"),
        ("通知.txt", PDF, "PDF 文档"),
        ("通知", PDF, "没有扩展名"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".txt"),
        ("页.txt", b"<!-- x --><html><script>", "网页"),
        ("乱.bin", bytes(range(256)), "认不出来"),
    ],
    ids=lambda part: part if isinstance(part, str) else "bytes",
)
def test_what_is_not_accepted_is_refused_with_what_to_do(name: str, data: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told) as refusal:
        recognise(name, data)
    assert f"「{name}」" in str(refusal.value)


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    """The size a member claims in the directory is enough; nothing is read."""
    data = bytearray(packed("word/document.xml"))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 2**32 - 2)
    with pytest.raises(Refused, match="不像正常文档"):
        recognise("总结.docx", bytes(data))


@given(st.binary(min_size=1, max_size=400), st.sampled_from(["a.docx", "a.txt", "a.pdf", "a", "a.xls", "a.png"]))
def test_any_bytes_are_a_kind_or_a_refusal(data: bytes, name: str) -> None:
    try:
        kind: Kind | None = recognise(name, data)
    except Refused as refusal:
        kind, said = None, str(refusal)
    assert kind in KINDS.values() if kind else name in said
