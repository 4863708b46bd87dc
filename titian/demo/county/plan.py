"""The numbers the sample papers state, and the cohorts that add up to them. `tests/test_county.py` holds them against the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

PARK, SEAT = "工业园区", "城关镇"
# How many enterprises a town has, about; with the other bodies and the undecided ones the register holds some 1,200.
FIRMS: Mapping[str, int] = {
    SEAT: 252,
    PARK: 286,
    "河口镇": 96,
    "石桥镇": 84,
    "青禾街道": 78,
    "沙湾镇": 52,
    "柳泉乡": 17,
    "云溪镇": 42,
    "东岭镇": 35,
    "西坪镇": 31,
    "南塘街道": 57,
    "北岗乡": 13,
    "双河镇": 33,
    "白鹭镇": 23,
    "松坡乡": 12,
    "梅林镇": 25,
    "清泉乡": 11,
}
UNDECIDED = 6  # 未定乡镇

# 规上工业 by year: published for 2024 (`build.ABOVE_SCALE`), stated in the annual report for 2025.
ABOVE_SCALE: Mapping[int, int] = {2023: 122, 2024: 128, 2025: 125}
# ... of them with R&D in the year, and those above 50 million yuan of revenue without any (双清零: 14 at the beginning of 2026, 9 in May).
ACTIVE: Mapping[int, int] = {2023: 51, 2024: 57, 2025: 64}
IDLE_LARGE: Mapping[int, int] = {2023: 14, 2024: 14, 2025: 9}
# Firms that filed a return with R&D above zero, and what they booked, in yuan.
REPORTING: Mapping[int, int] = {2023: 78, 2024: 86, 2025: 94}
BOOKED: Mapping[int, int] = {2023: 661_000_000, 2024: 735_000_000, 2025: 812_000_000}

# 高新技术企业 by the year of the certificate: 58 valid at the end of 2024 (12 + 11 + 35), 71 a year later (+ 24 + 1 moved in - 12 + ...).
HNTE_2022: Mapping[str, int] = {PARK: 4, SEAT: 3, "河口镇": 2, "石桥镇": 1, "云溪镇": 1, "南塘街道": 1}
HNTE_2023: Mapping[str, int] = {PARK: 4, SEAT: 2, "河口镇": 2, "石桥镇": 1, "青禾街道": 1, "沙湾镇": 1}
HNTE_2024: Mapping[str, int] = {
    PARK: 13,
    SEAT: 7,
    "河口镇": 3,
    "石桥镇": 3,
    "青禾街道": 2,
    "沙湾镇": 1,
    "云溪镇": 1,
    "东岭镇": 1,
    "西坪镇": 1,
    "南塘街道": 1,
    "双河镇": 1,
    "白鹭镇": 1,
}
HNTE_FIRST_2025: Mapping[str, int] = {
    PARK: 5,
    SEAT: 3,
    "河口镇": 1,
    "石桥镇": 1,
    "青禾街道": 1,
    "沙湾镇": 1,
    "云溪镇": 1,
    "梅林镇": 1,
}
HNTE_REFUSED_2025: Mapping[str, int] = {PARK: 2, SEAT: 2, "河口镇": 1, "双河镇": 1, "西坪镇": 1}
RENEWED_2025 = 10  # of the twelve of 2022
# The first batch of 2026, 21 applications, by town as the section's paper says: renewals of 2023 and first applicants.
RENEWING_2026: Mapping[str, int] = {PARK: 3, SEAT: 2, "河口镇": 1, "石桥镇": 1}
FIRST_2026: Mapping[str, int] = {PARK: 6, SEAT: 3, "河口镇": 2, "石桥镇": 1, "青禾街道": 1, "沙湾镇": 1}

# 科技型中小企业 by batch: the day of the 公告 and how many; 52 by the end of May 2025, 68 by 20 June, 143 in the year; 61 by the end of May 2026.
TSME_BATCHES: Mapping[int, tuple[tuple[date, int], ...]] = {
    2023: ((date(2023, 4, 20), 22), (date(2023, 6, 15), 30), (date(2023, 9, 22), 31), (date(2023, 11, 30), 25)),
    2024: ((date(2024, 4, 12), 26), (date(2024, 6, 14), 36), (date(2024, 9, 20), 39), (date(2024, 11, 29), 26)),
    2025: (
        *((date(2025, 3, 14), 11), (date(2025, 4, 3), 14), (date(2025, 4, 25), 13), (date(2025, 5, 23), 14)),
        *(
            (date(2025, 6, 6), 9),
            (date(2025, 6, 18), 7),
            (date(2025, 8, 15), 27),
            (date(2025, 10, 17), 26),
            (date(2025, 11, 28), 22),
        ),
    ),
    2026: ((date(2026, 3, 13), 13), (date(2026, 4, 3), 16), (date(2026, 4, 24), 15), (date(2026, 5, 22), 17)),
}
TSME_PENDING_2026 = 24  # submitted for the fifth batch, not published by the day of the demonstration

# 申报 by half-year: 2025 first half, 2025 second half, 2026 to the end of May.
SRDI_APPLIED = (9, 6, 8)
ISME_APPLIED = (14, 12, 17)
EAGLES_2026: Mapping[str, int] = {PARK: 3, SEAT: 2, "河口镇": 1, "石桥镇": 1}
EAGLES_GIVEN_2026 = 2
# 高企培育库: 42 in June 2025, 47 at the end of the year, 53 at the end of May 2026. 12 of those certified in 2025 come out of it.
POOL_CERTIFIED, POOL_EARLY, POOL_AUTUMN, POOL_SPRING = 12, 30, 20, 7
POOL_DROPPED = (date(2025, 10, 31), date(2025, 10, 31), date(2025, 10, 31), date(2026, 2, 27))

TENANTS = 93
COMMISSIONERS_LEGAL, COMMISSIONERS_NATURAL = 20, 78
EXPERTS, DEPUTIES = 80, 11
INTRODUCED = 40  # 11 in the first half of 2025, 16 in the second, 13 from January to May 2026
AS_OF: Final = date(2026, 5, 31)
