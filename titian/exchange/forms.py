"""Forms of an import: the file, which head is which column, why doubtful rows may pass, why a batch is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from titian.base.columns import Column
from titian.base.forms import Form

LEAVE_OUT = "-"


class SheetForm(Form):
    sheet = forms.FileField(
        label="表格",
        help_text="拖到框里或点选：.xlsx、.xls、.csv。列的次序、名称不必与模板一致，认不出的列下一步可以指定；先核对，确认后才写入",
    )


class HeadsForm(Form):
    """One choice a head of the file: which column it is. Field names are places, so that any head may be mapped."""

    def __init__(self, heads: Sequence[tuple[str, str]], columns: Sequence[Column], *args: Any, **kwargs: Any) -> None:
        self.heads = [head for head, _ in heads]
        super().__init__(*args, **kwargs)
        choices = [("", "（自动认）"), (LEAVE_OUT, "不导入"), *((column.key, column.label) for column in columns)]
        for place, (head, key) in enumerate(heads):
            self.fields[f"head{place}"] = forms.ChoiceField(label=head, choices=choices, initial=key, required=False)

    def mapping(self) -> dict[str, str]:
        """Head → column key for every head somebody decided about; "" leaves it out."""
        said = {head: self.cleaned_data[f"head{place}"] for place, head in enumerate(self.heads)}
        return {head: "" if key == LEAVE_OUT else key for head, key in said.items() if key}


class ApplyForm(Form):
    reason = forms.CharField(
        label="放行理由",
        max_length=200,
        required=False,
        help_text="有存疑的行时填写，如：已电话核实营业执照；与这些行一起保存",
    )
