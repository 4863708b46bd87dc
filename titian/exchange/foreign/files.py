"""A file → a form, and a form filled. Old formats are to be converted first (`base.office.convert`)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from titian.base.errors import Refused
from titian.exchange.foreign import documents, workbooks
from titian.exchange.foreign.answers import Answer
from titian.exchange.foreign.grid import Place
from titian.exchange.foreign.layout import Form
from titian.exchange.foreign.lines import Lines

NATIVE = (".xlsx", ".docx")
MAX_INFLATED = 100 * 1024 * 1024


def read_form(name: str, data: bytes) -> Form:
    """Raises Refused for what is no form of ours: another kind of file, damaged, locked, too big, without any blank."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in NATIVE:
        raise Refused(f"{name} 不是 .xlsx 或 .docx，请用 WPS 或 Office 另存后再上传")
    _demand_harmless(name, data)
    form = workbooks.read(name, data) if suffix == ".xlsx" else documents.read(name, data)
    if not form.spots and not form.lists:
        raise Refused(f"{name} 里没有找到要填的空格：应有带行、列标题的空白表格。请核对是否传错文件，或已填满")
    return form


def fill(form: Form, data: bytes, answers: Sequence[Answer], lists: Sequence[Lines] = ()) -> bytes:
    """The form's own file with every known value in its blank and the lines of its lists, everything else as it was."""
    values = _values({answer.spot.place: answer for answer in answers if answer.value is not None})
    return workbooks.fill(data, values, lists) if form.kind == "xlsx" else documents.fill(data, values, lists)


def _values(answers: Mapping[Place, Answer]) -> dict[Place, object]:
    """A number for a cell that holds numbers; text for words and for a blank that keeps its unit."""
    return {place: answer.text if answer.spot.suffix else answer.value for place, answer in answers.items()}


def _demand_harmless(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as problem:
        raise Refused(
            f"{name} 打不开：已损坏、加了密码，或不是真正的 .xlsx、.docx。请用 WPS 或 Office 打开另存后再上传"
        ) from problem
    if size > MAX_INFLATED:
        raise Refused(f"{name} 解压后超过 {MAX_INFLATED // 1024 // 1024} MB，请只留要填的表再上传")
