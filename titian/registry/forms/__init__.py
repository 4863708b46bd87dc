"""Forms of the registers. A form speaks the office's units (万元, 有效期至 inclusive); `values()` gives what an action takes."""

from titian.registry.forms.organisations import (
    AddOrganisation,
    AmendContacts,
    AmendOrganisation,
    AssignForm,
    CloseForm,
    MergeForm,
    RenameForm,
    RevealForm,
    ScaleForm,
    ShortNamesForm,
)
from titian.registry.forms.rows import (
    AddAnnualFigure,
    AddPerson,
    AddProperty,
    AddTitle,
    AmendAnnualFigure,
    AmendPerson,
    AmendProperty,
    AmendTitle,
    RevokeForm,
)

__all__ = [
    "AddAnnualFigure",
    "AddOrganisation",
    "AddPerson",
    "AddProperty",
    "AddTitle",
    "AmendAnnualFigure",
    "AmendContacts",
    "AmendOrganisation",
    "AmendPerson",
    "AmendProperty",
    "AmendTitle",
    "AssignForm",
    "CloseForm",
    "MergeForm",
    "RenameForm",
    "RevealForm",
    "RevokeForm",
    "ScaleForm",
    "ShortNamesForm",
]
