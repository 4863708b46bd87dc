"""What lies on the desk of whoever walks a journey: papers, sheets, and the ways of handing them in."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import TimeoutError as NotInTime
from python_calamine import CalamineWorkbook

from titian.reader.tests.make import excel, word

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Locator, Page

File = tuple[str, bytes]


def paper(name: str, *paragraphs: str) -> File:
    """A Word file."""
    return name, word(*paragraphs)


def sheet(name: str, *rows: Sequence[Any]) -> File:
    """An Excel file with one sheet."""
    return name, excel(rows)


def shows(page: Page, words: str, *, within: str = "main") -> None:
    """Wait until `words` stand within a part of the page; what stands there instead is told."""
    place = page.locator(within)
    try:
        place.get_by_text(words).first.wait_for()
    except NotInTime:
        raise AssertionError(f"{words!r} is not on {page.url}, which says: {page.locator('main').inner_text()}") from None
    page.wait_for_load_state()


def follow(page: Page, link: str | Locator) -> None:
    """Click what leads to another page and wait until all of that page is there: what is read next is never the page before."""
    with page.expect_navigation():
        (page.locator(link).first if isinstance(link, str) else link).click()


def drop(page: Page, place: str, files: Sequence[File]) -> None:
    """Let files fall on `place`, as a hand with a mouse does."""
    carried = [[name, base64.b64encode(content).decode()] for name, content in files]
    held = page.evaluate_handle(
        """files => {
            const held = new DataTransfer();
            for (const [name, content] of files)
                held.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
            return held;
        }""",
        carried,
    )
    for event in ("dragover", "drop"):
        page.dispatch_event(place, event, {"dataTransfer": held})


def choose(page: Page, field: str, *files: File) -> None:
    """Choose files in a file field."""
    carried: list[FilePayload] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files
    ]
    page.set_input_files(field, carried)


def downloaded(page: Page, link: str) -> bytes:
    """What a click hands out as a file."""
    with page.expect_download() as waiting:
        page.click(link)
    return Path(waiting.value.path()).read_bytes()


def cells(workbook: bytes) -> list[str]:
    """Every cell of a workbook's first sheet as text."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    return [str(cell) for row in rows for cell in row]
