"""The packaged policies, read once from `packaged/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from titian.rnd.policy.parameters import Parameter, Policy, SubsidyType

FOLDER = Path(__file__).with_name("packaged")
KINDS = {"watch": "监测界限", "clearing": "清零名单界限", "evaluation": "研发投入评价", "subsidy": "研发费用后补助"}


@cache
def packaged() -> Mapping[str, Policy]:
    """By code, in the order of the files."""
    found = (_read(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.yaml")))
    return {policy.code: policy for policy in found}


def _read(content: Mapping[str, Any]) -> Policy:
    return Policy(
        code=content["code"],
        kind=content["kind"],
        label=content["label"],
        document=content.get("document", ""),
        note=content.get("note", ""),
        is_default=bool(content.get("default", False)),
        parameters={key: _parameter(key, about) for key, about in content["parameters"].items()},
        types=tuple(_type(about) for about in content.get("types", ())),
    )


def _parameter(key: str, about: Mapping[str, Any]) -> Parameter:
    return Parameter(
        key=key,
        label=about["label"],
        kind=about["kind"],
        value=str(about["value"]),
        confirmed=bool(about.get("confirmed", False)),
        reference=about.get("reference", ""),
        at_most=bool(about.get("at_most", False)),
    )


def _type(about: Mapping[str, Any]) -> SubsidyType:
    return SubsidyType(
        code=about["code"],
        label=about["label"],
        base=about["base"],
        population=about["population"],
        tiers=tuple(about["tiers"].items()),
        cap=about.get("cap", ""),
        intensity=about.get("intensity", ""),
        once=bool(about.get("once", False)),
        reference=about.get("reference", ""),
    )


def type_labels() -> dict[str, str]:
    """Code → the office's word for every type of award of the packaged policies."""
    return {one.code: one.label for policy in packaged().values() for one in policy.types}


def type_label(code: str) -> str:
    """The office's word for a type of award of any packaged policy."""
    return type_labels().get(code, code)
