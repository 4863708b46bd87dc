"""A pasted list or chat text, matched to firms (多名匹配)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from titian.base.columns import Column
from titian.base.pages import Link, Mark, demand_or_404, page
from titian.base.pages.common import plain_value
from titian.base.pages.listing import XLSX, spreadsheet_writer
from titian.base.printing import sheet_value
from titian.base.requests import Request
from titian.registry.matching import Candidate, Directory, Known, Mention
from titian.registry.models import Organisation, OrganisationName
from titian.registry.models.organisations import FORMER_CODE
from titian.registry.permissions import can_see_people

LONGEST_TEXT = 30_000
COLUMNS = (
    Column("text", "原文", width=34),
    Column("name", "名录中的企业", width=34),
    Column("uscc", "统一社会信用代码", width=22),
    Column("town", "所属乡镇", width=14),
    Column("officer", "责任人", width=10),
    Column("how", "依据", width=12),
    Column("confidence", "把握", "integer", unit="%"),
    Column("state", "结果", width=10),
)


@dataclass(frozen=True)
class Matched:
    """A mention with the rows of its candidates."""

    mention: Mention
    firms: Sequence[tuple[Candidate, Organisation]]

    @property
    def state(self) -> Mark:
        if self.mention.is_sure:
            return Mark("green", "已认出")
        return Mark("yellow", "请核对") if self.firms else Mark("red", "名录里没有")

    def cells(self) -> Mapping[str, object]:
        said: dict[str, object] = {"text": self.mention.text, "state": self.state}
        if not self.firms:
            return said
        candidate, firm = self.firms[0]
        return said | {
            "name": Link(firm.name, firm.get_absolute_url()),
            "uscc": firm.uscc,
            "town": firm.region and firm.region.name,
            "officer": firm.officer and firm.officer.name,
            "how": how(candidate),
            "confidence": candidate.confidence,
        }


def how(candidate: Candidate) -> str:
    """全称, 简称, 曾用名; 相近 where it only resembles one."""
    kind = OrganisationName.KINDS[candidate.known.kind]
    return kind if candidate.confidence == 100 else f"与{kind}相近"


def match(request: Request) -> HttpResponse:
    """Paste, see, take away as Excel."""
    demand_or_404(can_see_people(request.user))
    text = request.POST.get("text", "")[:LONGEST_TEXT]
    rows = _matched(request, text) if text.strip() else []
    if "export" in request.POST and rows and (writer := spreadsheet_writer()):
        lines = ({column.key: sheet_value(plain_value(row.cells().get(column.key)), column) for column in COLUMNS} for row in rows)
        response = HttpResponse(writer("名单匹配", COLUMNS, lines, ""), content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, "名单匹配.xlsx") or "attachment"
        return response
    sure, none = sum(row.mention.is_sure for row in rows), sum(not row.firms for row in rows)
    note = f"共 {len(rows)} 个名称：认出 {sure}，请核对 {len(rows) - sure - none}，名录里没有 {none}" if rows else ""
    return page(
        request,
        "registry/match.html",
        title="名单匹配",
        note=note,
        text=text,
        asked=bool(text.strip()),
        columns=COLUMNS,
        rows=[(row, [(column, row.cells().get(column.key)) for column in COLUMNS]) for row in rows],
    )


def _matched(request: Request, text: str) -> list[Matched]:
    seen = Organisation.objects.visible_to(request.user).current()
    names = OrganisationName.objects.exclude(kind=FORMER_CODE).filter(organisation__merged_into=None)
    directory = Directory(Known(*row) for row in names.order_by("pk").values_list("organisation", "text", "kind"))
    mentions = directory.mentions(text)
    wanted = {candidate.known.organisation for mention in mentions for candidate in mention.candidates}
    firms = seen.select_related("region", "officer").defer("scope").in_bulk(wanted)
    return [
        Matched(mention, [(one, firms[one.known.organisation]) for one in mention.candidates if one.known.organisation in firms])
        for mention in mentions
    ]
