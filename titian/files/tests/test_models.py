from __future__ import annotations

import pytest
from django.db import IntegrityError

from titian.base.disclosure import DISCLOSURES, Disclosure
from titian.files.kinds import KINDS
from titian.files.models import StoredFile


def test_codes_have_words() -> None:
    assert set(DISCLOSURES) == set(Disclosure)
    assert StoredFile(disclosure="restricted").disclosure_label == "不得导出"
    assert {StoredFile(kind=code).kind_label for code in KINDS} == {kind.label for kind in KINDS.values()}


@pytest.mark.django_db
def test_one_owner_has_a_file_once() -> None:
    StoredFile.objects.create(sha256="ab" * 32, size=1, name="甲.txt", kind="text")
    with pytest.raises(IntegrityError):
        StoredFile.objects.create(sha256="ab" * 32, size=1, name="甲.txt", kind="text")
