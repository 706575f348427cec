"""Reports that were asked for by a slip, or for a wrong day."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tongket.core.states import WrongState
from tongket.pages.tests.pages import english, filled_in, history_of
from tongket.reports import actions
from tongket.reports.models import Report
from tongket.reports.tests.make import make_report


@pytest.mark.puts_right("reports.Report")
def test_due_day_is_corrected_on_its_page(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north_a"))
    browser, address = english(signed_in("north_clerk")), reverse("reports:correct", args=[report.pk])
    form = browser.get(address).context["form"]

    refused = browser.post(address, filled_in(form, due_on="01/01/2001", because="Nhập nhầm"))
    answer: Any = browser.post(address, filled_in(form, due_on="28/12/2020", because="Nhập nhầm"))

    line = history_of(browser.get(answer.url))[0]
    assert refused.status_code == 422
    assert (line[2].endswith("→ 28/12/2020"), line[3]) == (True, "Nhập nhầm")


@pytest.mark.puts_right("reports.Report")
def test_report_is_withdrawn_until_it_was_sent(cast: Any) -> None:
    who: dict[str, Any] = {"by": cast.person("north_clerk"), "on": cast.today}
    slip = make_report(cast.unit("north_a"))
    sent = make_report(cast.unit("north_b"), state="SENT", sent_on=date(2020, 12, 1))

    actions.withdraw(slip, reason="Giao nhầm đơn vị", **who)
    with pytest.raises(WrongState):
        actions.withdraw(sent, reason="Giao nhầm đơn vị", **who)

    assert list(Report.objects.all()) == [sent]
