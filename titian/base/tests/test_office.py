"""LibreOffice as a converter. The fast tests put a small script in its place; the slow ones run the real thing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from titian.base import office

CONVERTS = """#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done
cp "$1" "$out/source.pdf"
"""


def _program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "soffice-stand-in"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setenv("TITIAN_SOFFICE", str(program))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "papers" / "半年总结.docx"
    path.parent.mkdir()
    path.write_bytes(b"content")
    return path


def test_without_the_program_the_message_says_what_to_install(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TITIAN_SOFFICE", "/nowhere/soffice")
    assert not office.available()
    with pytest.raises(office.OfficeMissing, match=r"半年总结\.docx.*安装 LibreOffice"):
        office.convert(source, "pdf")


def test_the_result_lies_beside_the_source_under_its_name(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, CONVERTS, monkeypatch)
    made = office.convert(source, "pdf:writer_pdf_Export")
    assert made == source.with_suffix(".pdf")
    assert made.read_bytes() == b"content"
    assert sorted(path.name for path in source.parent.iterdir()) == ["半年总结.docx", "半年总结.pdf"]


def test_the_result_can_be_put_elsewhere(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, CONVERTS, monkeypatch)
    assert office.convert(source, "pdf", into=tmp_path) == tmp_path / "半年总结.pdf"


def test_a_program_that_writes_nothing_is_a_failure_with_advice(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path, "#!/bin/sh\necho source file could not be loaded >&2\nexit 1\n", monkeypatch)
    with pytest.raises(office.OfficeFailed, match=r"未能转换「半年总结\.docx」.*could not be loaded.*另存"):
        office.convert(source, "pdf")
    assert not source.with_suffix(".pdf").exists()


def test_a_program_that_hangs_is_ended_with_its_children(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "child"
    _program(tmp_path, f"#!/bin/sh\nsleep 60 &\necho $! > {note}\nwait\n", monkeypatch)
    started = time.monotonic()
    with pytest.raises(office.OfficeFailed, match="超过 1 秒"):
        office.convert(source, "pdf", timeout_s=1)
    assert time.monotonic() - started < 5
    assert not _alive(int(note.read_text()))


def _alive(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().split()[2] not in "ZX"


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.slow
def test_libreoffice_makes_a_pdf_of_a_text(tmp_path: Path) -> None:
    source = tmp_path / "- 名字 带空格.txt"
    source.write_text("新认定高新技术企业12家", "utf-8")
    assert office.convert(source, "pdf").read_bytes().startswith(b"%PDF-")
