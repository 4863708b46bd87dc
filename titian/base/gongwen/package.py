"""The .docx file: parts, relationships and properties in a zip that is the same for the same content."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from titian.base.gongwen.elements import Element, clean_text, serialise

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "application/vnd.openxmlformats-package"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KINDS = {"document": "document.main", "fontTable": "fontTable", "header": "header", "footer": "footer"}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day a zip knows


@dataclass
class Package:
    """Parts under word/, with the relationships of the document."""

    parts: dict[str, bytes] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)
    _relations: list[str] = field(default_factory=list)

    def add(self, file: str, kind: str, tree: Element, relation: str = "") -> None:
        """An XML part word/`file`; `kind` is the last word of its relationship type (styles, footer, …)."""
        self.parts[f"word/{file}"] = serialise(tree)
        self._types[f"/word/{file}"] = f"{_TYPE}.{_KINDS.get(kind, kind)}+xml"
        if relation:
            self._relate(relation, kind, file)

    def add_picture(self, relation: str, png: bytes) -> None:
        self.parts[f"word/media/{relation}.png"] = png
        self._relate(relation, "image", f"media/{relation}.png")

    def add_link(self, relation: str, address: str) -> None:
        self._relate(relation, "hyperlink", address, external=True)

    def _relate(self, relation: str, kind: str, target: str, *, external: bool = False) -> None:
        mode = ' TargetMode="External"' if external else ""
        self._relations.append(
            f'<Relationship Id="{relation}" Type="{_OFFICE}/{kind}" Target={quoteattr(clean_text(target))}{mode}/>'
        )

    def zipped(self, properties: Properties) -> bytes:
        """The zip, every entry dated 1980-01-01."""
        files = {
            "[Content_Types].xml": self._content_types(),
            "_rels/.rels": _root_relations(),
            "docProps/core.xml": properties.xml(),
            "word/_rels/document.xml.rels": _relationships("".join(self._relations)),
            **self.parts,
        }
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for file, content in files.items():
                archive.writestr(_entry(file), content, zipfile.ZIP_DEFLATED, 6)
        return target.getvalue()

    def _content_types(self) -> bytes:
        defaults = {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
            "png": "image/png",
        }
        overrides = self._types | {"/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml"}
        inner = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in defaults.items())
        inner += "".join(f'<Override PartName="{file}" ContentType="{kind}"/>' for file, kind in overrides.items())
        return f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{inner}</Types>'.encode()


@dataclass(frozen=True)
class Properties:
    """docProps/core.xml. Who wrote and who saved is never in it; the instants are the paper's own day at midnight."""

    title: str
    day: date
    remark: str = ""

    def xml(self) -> bytes:
        instant = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{self.day.isoformat()}T00:00:00Z</dcterms:{{0}}>'
        words = escape(clean_text(" ".join(self.title.split())))
        inner = (
            f"<dc:title>{words}</dc:title><dc:creator></dc:creator><cp:keywords>{escape(self.remark)}</cp:keywords>"
            "<dc:description></dc:description><cp:lastModifiedBy></cp:lastModifiedBy><cp:revision>1</cp:revision>"
            f"{instant.format('created')}{instant.format('modified')}"
        )
        return f"{_XML}<cp:coreProperties {_CORE}>{inner}</cp:coreProperties>".encode()


_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def _relationships(inner: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_XML}<Relationships xmlns="{space}">{inner}</Relationships>'.encode()


def _root_relations() -> bytes:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relationships(
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/>'
    )


def _entry(file: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(file, _EPOCH)
    entry.create_system, entry.external_attr = 3, 0o600 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
