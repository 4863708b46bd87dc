"""Forms of the reader: files in, a pasted draft, a correction, acceptance."""

from __future__ import annotations

from typing import Any

from django import forms

from titian.base.forms import FilesField, Form, PeriodField, whole_number
from titian.figures.forms import IndicatorField
from titian.figures.key import STATUSES
from titian.figures.models import indicators
from titian.places.models import Region

# A county's whole annual report has some 20,000 characters.
LONGEST_DRAFT = 100_000


class UploadForm(Form):
    papers = FilesField(
        label="文稿",
        allow_empty_file=True,
        help_text="把几个文件拖到框里或点选：.docx、.doc、.wps、.txt、.pdf、.xlsx、.html；读不了的逐个说明原因，其余照常读入",
    )


class PasteForm(Form):
    """A pasted text."""

    text = forms.CharField(
        label="文稿正文",
        max_length=LONGEST_DRAFT,
        error_messages={"max_length": f"稿子超过 {LONGEST_DRAFT // 10_000} 万字，请分几次核对"},
        widget=forms.Textarea(attrs={"rows": 16, "placeholder": "把文稿粘贴在这里"}),
        strip=False,
    )
    period = PeriodField(label="本文期间", required=False, help_text="不填按文中所写认；认得不对在这里写明，如 2026年上半年")
    region = forms.ModelChoiceField(label="与哪里的账核对", queryset=Region.objects.filter(level="county"), to_field_name="name")


class CorrectionForm(Form):
    """What a number is; without an indicator it is no catalogue figure."""

    indicator = IndicatorField(label="指标", required=False, help_text="留空表示这个数不入指标")
    status = forms.ChoiceField(label="状态", choices=list(STATUSES.items()))
    period = PeriodField(label="期间", required=False, help_text="如 2026年上半年、2025年；留空用文稿的期间")
    scope = forms.CharField(label="范围", required=False, max_length=100)
    calibre = forms.CharField(label="口径", required=False, max_length=60)
    level = forms.CharField(label="级别", required=False, max_length=30)

    @property
    def offered(self) -> list[str]:
        """Names for the datalist."""
        return [entry.name for entry in indicators().values()]


class AcceptForm(Form):
    """Into whose books, with a scope for each figure that stands more than once."""

    region = forms.CharField(label="入账区域", max_length=50, help_text="区划代码或全称；别处第一次入账时填名称即可")

    def clean_region(self) -> str:
        return str(self.cleaned_data["region"]).strip()

    @staticmethod
    def scopes(data: Any) -> dict[int, str]:
        """«scope-OFFSET» fields → offset → scope."""
        said = {whole_number(name[6:]): value.strip() for name, value in data.items() if name.startswith("scope-")}
        return {offset: scope for offset, scope in said.items() if offset is not None}

    @staticmethod
    def left_out(data: Any) -> frozenset[int]:
        return frozenset(offset for text in data.getlist("leave") if (offset := whole_number(text)) is not None)
