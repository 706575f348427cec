"""Saving: who was slower is told; the same form is taken once."""

from datetime import date
from typing import Any

import pytest

from tongket.org import saving
from tongket.org.models import HistoryRow, OfficeTerm


def test_second_of_two_writers_is_told_and_nothing_is_lost(cast: Any) -> None:
    term = OfficeTerm.objects.get(person=cast.people["north_clerk"])
    theirs = OfficeTerm.objects.get(pk=term.pk)
    saving.update(theirs, seen=1, by=cast.person("north_officer"), decision="08-QĐ/ĐU")

    with pytest.raises(saving.Conflict) as clash:
        saving.update(term, seen=1, by=cast.person("root_officer"), decision="09-QĐ/ĐUK")

    assert (clash.value.row.decision, clash.value.mine) == ("08-QĐ/ĐU", {"decision": "09-QĐ/ĐUK"})  # type: ignore[attr-defined]
    kept = HistoryRow.objects.get(object_id=str(term.pk))
    assert (kept.version, kept.old) == (1, {"decision": "02-QĐ/ĐUK"})


def test_history_keeps_days_as_text(cast: Any) -> None:
    term = OfficeTerm.objects.get(person=cast.people["north_clerk"])

    saving.update(term, seen=1, by=None, until_on=date(2021, 1, 1))

    assert HistoryRow.objects.get(object_id=str(term.pk)).old == {"until_on": None}
