"""Numbers put right after they were sent, and final ones in the place of estimates; the report keeps what it said."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.org.saving import Conflict
from tongket.pages.tests.pages import english
from tongket.reports import actions
from tongket.reports.actions.putting_right import correct_number
from tongket.reports.models import Correction, Report
from tongket.reports.tests.make import DUE, make_report

KEY = "key_tasks_completed"


def accepted(cast: Any) -> Report:
    return make_report(cast.unit("north_a"), sent_on=DUE, state="ACCEPTED", content={"figures": {KEY: "3"}})


@pytest.mark.rule("R-REP-04")
def test_accepted_number_is_put_right_by_a_dated_correction(cast: Any, signed_in: Any) -> None:
    report = accepted(cast)
    browser = english(signed_in("north_a_secretary"))
    address = f"{report.get_absolute_url()}number/"

    without = browser.post(address, {"code": KEY, "after": "4", "reason": "", "seen": "1"})
    answer = browser.post(address, {"code": KEY, "after": "4", "reason": "Đếm sót", "seen": "1"})
    page = english(signed_in("north_clerk")).get(report.get_absolute_url()).content.decode()

    kept = Report.objects.get()
    assert (without.status_code, answer.status_code) == (422, 302)
    assert (kept.values_sent[KEY], kept.values[KEY], kept.state) == ("3", "4", "ACCEPTED")
    assert (Correction.objects.get().on, "4 (sent: 3)" in page, "Đếm sót" in page) == (cast.today, True, True)
    with pytest.raises(Conflict):
        correct_number(
            kept, code=KEY, after="5", reason="Sai số liệu", seen=1, by=cast.person("north_a_secretary"), on=cast.today
        )


def test_estimate_is_shown_as_one_until_its_final_number_is_entered(cast: Any, signed_in: Any) -> None:
    report, secretary = make_report(cast.unit("north_a")), cast.person("north_a_secretary")
    actions.send(report, content={"figures": {KEY: 3}, "estimates": [KEY, "no_such"]}, by=secretary, on=cast.today)
    browser = english(signed_in("north_clerk"))

    before = browser.get(report.get_absolute_url()).content.decode()
    final = correct_number(report, code=KEY, after="3", seen=report.version, by=secretary, on=date(2021, 1, 20))
    after = browser.get(report.get_absolute_url()).content.decode()

    assert (final.is_final, Report.objects.get().estimates) == (True, [])
    assert ("3 (estimate)" in before, "3 (estimate)" in after, "final number of an estimate" in after) == (
        True, False, True,
    )  # fmt: skip


@pytest.mark.parametrize("change", [{"code": "no_such"}, {"after": "-1"}, {"after": "3"}])
def test_correction_is_refused_beside_its_field(cast: Any, change: dict[str, str]) -> None:
    asked = {"code": KEY, "after": "4", "reason": "Sai số liệu", **change}

    with pytest.raises(ValidationError) as refused:
        correct_number(accepted(cast), seen=1, by=cast.person("north_a_secretary"), on=cast.today, **asked)

    assert list(refused.value.error_dict) == list(change)
