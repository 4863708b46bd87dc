"""Files become text with positions: .txt, .csv, .html, .mht, .docx, .xlsx, .xls, .pdf, and through LibreOffice .doc, .wps, .rtf, .odt.

What a file is decides its content (`kinds`), what stands before the parsers are the `guards`, one module reads one format, and all
of them give `Extracted`. Start reading at `extraction.py`.
"""

from titian.reader.text.extraction import extract, extract_bytes, extract_pasted, shown_name
from titian.reader.text.kinds import EXTENSIONS
from titian.reader.text.values import Extracted, Limits, UnreadableFile

__all__ = ["EXTENSIONS", "Extracted", "Limits", "UnreadableFile", "extract", "extract_bytes", "extract_pasted", "shown_name"]
