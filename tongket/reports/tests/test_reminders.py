"""Late units reminded from above, and what is due told by mail: on reports, as every matter is."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from tongket.core import clock
from tongket.members.tests.test_views import seen
from tongket.org import access, jobs, working
from tongket.org.models import Account, AuditRow, Job
from tongket.pages import due
from tongket.pages.models import How, Reminder, ReminderChoice
from tongket.pages.reminders import actions, mails
from tongket.reports.models import Form, Report
from tongket.reports.policy import LATE

pytestmark = pytest.mark.usefixtures("worker_in_test")


def make_report(cast: Any, unit: str, *, late: int = 4) -> Report:
    return Report.objects.create(
        unit=cast.unit(unit), form=Form.objects.get(code="monthly"), period="2020M12",
        due_on=cast.today - timedelta(days=late),
    )  # fmt: skip


def remind(cast: Any, report: Report, who: str = "north_clerk", on: date | None = None) -> list[Reminder]:
    return actions.remind(LATE, [report], by=cast.person(who), on=on or cast.today)


def wants_mail(cast: Any, who: str, how: How = How.DAILY, weekday: int = 0) -> None:
    person = cast.people[who]
    Account.objects.create(username=who, person=person, email=f"{who}@songmau.example")
    ReminderChoice.objects.create(person=person, how=how, weekday=weekday)


# --- Reminding


def test_reminder_stands_on_the_home_page_of_those_who_must_act(cast: Any, signed_in: Any) -> None:
    remind(cast, make_report(cast, "north_a"))

    assert "Được nhắc ngày 04/01/2021, người nhắc: Người North Clerk" in seen(signed_in("north_a_secretary"), "/")
    assert "Được nhắc" not in seen(signed_in("south_secretary"), "/")


def test_unit_is_reminded_once_a_day_of_one_report(cast: Any) -> None:
    report = make_report(cast, "north_a")

    made = [len(remind(cast, report)), len(remind(cast, report, "root_clerk"))]
    made.append(len(remind(cast, report, on=cast.today + timedelta(days=1))))

    assert made == [1, 0, 1]


@pytest.mark.parametrize(
    ("who", "unit", "may"),
    [
        ("north_clerk", "north_a", True),
        ("north_secretary", "north_a", True),
        ("root_clerk", "north_a", True),
        ("north_clerk", "north", False),  # nobody reminds their own unit
        ("north_a_secretary", "north_a", False),
        ("south_clerk", "north_a", False),
        ("operator", "north_a", False),
    ],
)
def test_those_above_remind_and_nobody_else(cast: Any, who: str, unit: str, may: bool) -> None:
    report = make_report(cast, unit)

    if may:
        assert len(remind(cast, report, who)) == 1
    else:
        with pytest.raises(access.NotAllowed):
            remind(cast, report, who)


def test_page_offers_the_late_units_and_reminds_those_chosen(cast: Any, signed_in: Any) -> None:
    late, other = make_report(cast, "north_a"), make_report(cast, "north_b")
    make_report(cast, "south_a")
    browser = signed_in("north_clerk")
    assert "/remind/reports/" in seen(browser, "/reports/")

    page = seen(browser, "/remind/reports/")
    browser.post("/remind/reports/", {"rows": [str(late.pk)], "idempotency_key": "k" * 32})

    assert "quá hạn 4 ngày" in page
    assert (str(late.pk) in page, str(other.pk) in page, "Phương Nam" in page) == (True, True, False)
    assert [reminder.key for reminder in Reminder.objects.all()] == [LATE.key(late)]
    after = seen(browser, "/remind/reports/")
    assert str(late.pk) not in after
    assert "1 đơn vị đã được nhắc hôm nay" in after


@pytest.mark.parametrize("rows", [[], ["x"], ["00000000-0000-4000-8000-000000000000"]])
def test_page_refuses_what_it_did_not_offer(cast: Any, signed_in: Any, rows: list[str]) -> None:
    make_report(cast, "north_a")

    response = signed_in("north_clerk").post("/remind/reports/", {"rows": rows, "idempotency_key": "k" * 32})

    assert response.status_code == 422
    assert not Reminder.objects.exists()


def test_unknown_matter_is_not_found(cast: Any, signed_in: Any) -> None:
    assert signed_in("north_clerk").get("/remind/unknown/").status_code == 404


def test_record_shows_who_reminded_and_the_log_too(cast: Any, signed_in: Any) -> None:
    report = make_report(cast, "north_a")

    remind(cast, report)

    page = seen(signed_in("north_a_secretary"), report.get_absolute_url())
    assert "Các lượt nhắc" in page
    assert "Người North Clerk" in page
    assert AuditRow.objects.filter(policy="reminder.write", object_id=str(report.pk)).count() == 1


def test_reminder_goes_by_mail_to_those_who_chose_mail(cast: Any, postman: Any) -> None:
    wants_mail(cast, "north_a_secretary")
    wants_mail(cast, "south_secretary")

    with override("vi"):
        remind(cast, make_report(cast, "north_a"))
    working.run_once()

    [message] = postman.mails
    assert message["To"] == "north_a_secretary@songmau.example"
    assert "Đồng chí được nhắc 1 việc quá hạn." in message.get_content()


def test_who_chose_the_home_page_gets_no_mail(cast: Any, postman: Any) -> None:
    wants_mail(cast, "north_a_secretary", How.HOME)

    remind(cast, make_report(cast, "north_a"))

    assert not Job.objects.filter(kind="mail.send").exists()


# --- Mails of what is due


def morning(on: date) -> None:
    """What a worker does on the morning of a day."""
    job = Job.objects.create(key=f"morning:{on}", kind=mails.DAILY, data={"on": str(on)}, made_at=clock.now())
    jobs.perform(job.pk)
    working.run_once()


def test_morning_mail_counts_what_is_due_and_names_nothing(cast: Any, postman: Any) -> None:
    wants_mail(cast, "north_a_secretary")
    make_report(cast, "north_a")
    person = cast.person("north_a_secretary")
    items = due.items(person, on=cast.today)

    morning(cast.today)

    [message] = postman.mails
    text = message.get_content()
    assert f"Đồng chí có {len(items)} việc đang chờ." in text
    late = [item for item in items if item.due_on is not None and item.due_on < cast.today]
    assert f"Trong đó {len(late)} việc quá hạn." in text
    assert "http://127.0.0.1:8000/" in text
    said = f"{message['Subject']} {text}"
    assert not any(words in said for words in ("Báo cáo", "Chi bộ", "Người", *(item.title for item in items)))


def test_morning_mail_comes_once_a_day(cast: Any, postman: Any) -> None:
    wants_mail(cast, "north_a_secretary")
    make_report(cast, "north_a")

    morning(cast.today)
    Job.objects.filter(kind=mails.DAILY).delete()
    morning(cast.today)

    assert len(postman.mails) == 1


@pytest.mark.parametrize(("weekday", "number"), [(0, 1), (1, 0)])  # the day of the cast is a Monday
def test_weekly_mail_comes_on_its_day(cast: Any, postman: Any, weekday: int, number: int) -> None:
    wants_mail(cast, "north_a_secretary", How.WEEKLY, weekday)
    make_report(cast, "north_a")

    morning(cast.today)

    assert len(postman.mails) == number


def test_nothing_due_is_no_mail(cast: Any, postman: Any) -> None:
    wants_mail(cast, "stranger")

    morning(cast.today)

    assert postman.mails == []


def test_choice_goes_with_its_person_and_comes_back(cast: Any) -> None:
    """Records of one human are merged and parted by the ids of what went along, which must not change with it."""
    wants_mail(cast, "north_a_secretary")
    choice = ReminderChoice.objects.get()

    ReminderChoice.objects.filter(pk=choice.pk).update(person=cast.people["stranger"])

    assert ReminderChoice.objects.get(person=cast.people["stranger"]).pk == choice.pk
