"""The demonstration tells what the five accounts tell: what lagged, who reported late, which tasks and targets were
given and met.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count, Q

from tests.sessions import signed_in_as
from tongket.demo.logins import usernames
from tongket.directives import queries as directives
from tongket.directives.models import Directive, Receipt
from tongket.figures.counting import Counted, count
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.org.models import Account, Unit
from tongket.reports import sheet
from tongket.reports.models import Report
from tongket.reports.queries import of_children
from tongket.reports.rules import State
from tongket.review.reading import read
from tongket.targets import queries as targets
from tongket.targets import rules
from tongket.targets.models import KeyTask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]
TODAY = date(2022, 1, 5)
LATE_CELLS = ("GDDT-4", "GDDT-9")


def counted(code: str, year: int, *keys: str) -> Counted:
    return count(year, under=Unit.objects.get(code=code), figures=[REGISTRY[key] for key in keys])


def reader(code: str) -> access.Reader:
    """Who leads a unit."""
    person = Account.objects.get(username=usernames("lead")[code]).person
    assert person is not None
    return person


# --- Directives ------------------------------------------------------------------------------------------------------


def test_resolution_08_of_november_2021_took_its_time_in_the_department_of_education() -> None:
    resolution = Directive.objects.get(number="08", symbol="NQ/TU", issued_on=date(2021, 11, 25))

    study, programme = directives.lags(resolution, reader("GDDT"), on=TODAY)
    own = Receipt.objects.get(directive=resolution, unit__code="GDDT")

    assert own.first_studied_on == date(2021, 12, 28)  # at the conference, by a speaker of the province
    assert own.sessions.get().speaker
    assert (study.worst, study.not_yet) == (29, 2)
    assert own.programme_on is None
    assert programme.not_yet > 2
    assert programme.middle is not None
    assert study.middle is not None
    assert programme.middle > study.middle
    assert resolution.children.get().printed == "03-NQ/ĐUK"


def test_lag_of_the_year_counts_that_resolution_and_its_chart_and_list_show_it() -> None:
    found = counted("GDDT", 2021, "study_lag", "programme_lag", "programmes_missing")
    client = signed_in_as(Account.objects.get(username="bithu.gddt"))

    page = client.get("/directives/lag/?unit=GDDT&year=2021").context

    assert found.own("study_lag").not_yet == 2
    assert found.own("programmes_missing").value == 6
    assert (found.own("programme_lag").value or 0) > (found.own("study_lag").value or 0)
    medians = [row.values[0] for row in page["charts"][0].rows]
    assert medians[-1] == found.own("study_lag").value
    owing = [str(row.cells[1]) for row in page["owing"].rows]
    assert owing == ["08-NQ/TU"] * 6


# --- Reports ---------------------------------------------------------------------------------------------------------


def test_two_cells_report_late_and_the_review_names_them() -> None:
    found = counted("GDDT", 2021, "reports_due", "reports_late", "reports_missing", "reports_on_time_pct")

    late = {place.unit.code: int(found.of(place.unit_id, "reports_late").value or 0) for place in found.children()}
    of_all = sorted(late, key=lambda code: -late[code])
    review = read(found.unit, 2021, reader=reader("GDDT"), on=TODAY).report

    assert set(of_all[:2]) == set(LATE_CELLS)
    assert late[of_all[1]] >= 3 * max(late[of_all[2]], 1)
    assert int(found.own("reports_late").value or 0) >= sum(late.values())
    said = next(one.text for one in review.limitations if one.kind == "reports_late")
    assert "nhiều nhất: CB Thanh tra (" in said
    assert "; CB Giáo dục Trung học (" in said


def test_reports_of_december_wait_for_the_two_and_one_went_back() -> None:
    rows = Report.objects.filter(unit__code__startswith="GDDT-", period="2021M12")

    assert set(rows.filter(state=State.DUE).values_list("unit__code", flat=True)) == set(LATE_CELLS)
    assert rows.get(state=State.RETURNED).remarks
    assert rows.filter(state=State.SENT).count() == 7


def test_sum_sheet_of_november_shows_the_member_that_one_cell_counts_too_many() -> None:
    report = Report.objects.get(unit__code="GDDT", form__code="monthly", period="2021M11")

    lines = sheet.lines(report, of_children(report.unit, report.form, report.period))

    differences = {line.field.code: line.difference for line in lines if line.difference != 0}
    assert differences == {"members_total": 1, "members_total__open": 1}


# --- Tasks and targets -----------------------------------------------------------------------------------------------


def test_all_six_key_tasks_of_the_bloc_were_done_two_of_them_excellently() -> None:
    keys = ("key_tasks_total", "key_tasks_completed", "key_tasks_excellent", "key_tasks_good", "key_tasks_late")

    found = counted("KHOI1", 2020, *keys)

    assert [int(found.own(key).value or 0) for key in keys][:4] == [6, 6, 2, 4]
    grades = KeyTask.objects.filter(unit__code="KHOI1", year=2020).aggregate(
        excellent=Count("pk", filter=Q(grade="EXCELLENT")), good=Count("pk", filter=Q(grade="GOOD"))
    )
    assert grades == {"excellent": 2, "good": 4}


def test_target_of_the_bloc_is_given_down_to_its_organisations_and_their_shares_agree() -> None:
    target = targets.target_of(Unit.objects.get(code="KHOI1"), 2020, "members_admitted")
    assert target is not None

    shares = targets.given_down(target)
    results = targets.results([target, *shares])

    assert len(shares) >= 40
    assert {share.unit_id for share in shares} == {unit.pk for unit in targets.receivers(target.unit)}
    assert rules.sum_differs(target.value, [share.value for share in shares], target.comparator) is None
    assert sum(share.value for share in shares) >= Decimal(120)
    assert sum(results[share.pk].value or 0 for share in shares) == results[target.pk].value == 139
