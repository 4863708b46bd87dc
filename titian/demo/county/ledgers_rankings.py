"""What was said of the county from above: places in rankings, results of assessments, each with who said it and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from titian.demo.county.books import Book, Row

# What, kind, who said so, when, document, period, scope, rank, of how many, before, result
RANKINGS = (
    (
        "县域科技创新能力监测评价",
        "ranking",
        "示范省科学技术厅",
        date(2025, 3, 28),
        "示省科函〔2025〕31号",
        "2024年度",
        "province",
        41,
        88,
        47,
        None,
    ),
    (
        "全市科技创新工作考核",
        "assessment",
        "示范市科学技术局",
        date(2025, 2, 20),
        "示市科字〔2025〕6号",
        "2024年度",
        "city",
        3,
        7,
        4,
        "良好",
    ),
    (
        "高新技术企业净增数",
        "ranking",
        "示范市科学技术局",
        date(2025, 8, 12),
        "示市科通〔2025〕14号",
        "2025年上半年",
        "city",
        2,
        7,
        3,
        None,
    ),
    (
        "全市科技创新工作考核",
        "assessment",
        "示范市科学技术局",
        date(2026, 2, 26),
        "示市科字〔2026〕5号",
        "2025年度",
        "city",
        2,
        7,
        3,
        "优秀",
    ),
    (
        "县域科技创新能力监测评价",
        "ranking",
        "示范省科学技术厅",
        date(2026, 3, 30),
        "示省科函〔2026〕28号",
        "2025年度",
        "province",
        36,
        88,
        41,
        None,
    ),
    (
        "研发投入月度通报",
        "criticism",
        "示范市科学技术局",
        date(2026, 4, 17),
        "示市科通〔2026〕7号",
        "2026年一季度",
        "city",
        6,
        7,
        4,
        "增速低于全市",
    ),
)
_RANKED = ("title", "kind", "issuer", "day", "document", "batch", "scope", "rank", "of", "before", "grade")


def _rankings() -> Iterator[Row]:
    for said in RANKINGS:
        yield {**dict(zip(_RANKED, said, strict=True)), "department": "办公室", "responsible": "办公室文字"}


def books() -> Sequence[Book]:
    return [Book("rankings", "考核排名与通报", list(_rankings()))]
