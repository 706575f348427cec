"""The pages of background jobs and of mail, and how a person chooses to be reminded."""

from typing import Any

import pytest

from tests.postman import PASSWORD
from tongket.core import clock
from tongket.org import jobs, working
from tongket.org.models import Account, AuditRow, Job, JobState, Worker
from tongket.pages.models import How, ReminderChoice

pytestmark = pytest.mark.usefixtures("worker_in_test")


def seen(browser: Any, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def failed(cast: Any) -> Job:
    return Job.objects.create(
        key="one", kind="pages.purge", state=JobState.FAILED, reason="Máy chủ thư không trả lời.", attempts=6,
        made_at=clock.now(), by=cast.people["north_officer"],
    )  # fmt: skip


def test_operator_sees_what_failed_and_why(failed: Job, signed_in: Any) -> None:
    browser = signed_in("operator")

    assert "Máy chủ thư không trả lời." in seen(browser, "/admin/jobs/")
    page = seen(browser, failed.get_absolute_url())
    assert all(words in page for words in ("Máy chủ thư không trả lời.", "Chạy lại", "Bỏ", "Người North Officer"))


@pytest.mark.parametrize("who", ["north_officer", "root_secretary", "auditor", "stranger"])
def test_jobs_and_mail_are_for_the_operator_alone(failed: Job, signed_in: Any, who: str) -> None:
    browser = signed_in(who)

    for url in ("/admin/jobs/", "/admin/mail/", failed.get_absolute_url()):
        assert browser.get(url).status_code in {403, 404}
    for url in (f"{failed.get_absolute_url()}again/", f"{failed.get_absolute_url()}drop/", "/admin/mail/test/"):
        assert browser.post(url, {"reason": "x"}).status_code in {403, 404}
    assert Job.objects.get().state == JobState.FAILED


def test_failed_job_is_done_again_by_its_button(failed: Job, signed_in: Any) -> None:
    signed_in("operator").post(f"{failed.get_absolute_url()}again/", {})

    working.run_once()

    job = Job.objects.get()
    assert (job.state, job.attempts, [line["event"] for line in job.history]) == (JobState.DONE, 1, ["again"])
    assert AuditRow.objects.filter(policy="job.write", object_id=str(job.pk)).count() == 1


def test_failed_job_is_given_up_with_its_reason(failed: Job, signed_in: Any) -> None:
    browser = signed_in("operator")

    browser.post(f"{failed.get_absolute_url()}drop/", {"reason": "Đã gửi bằng giấy"})

    assert Job.objects.get().state == JobState.DROPPED
    assert "Đã gửi bằng giấy" in seen(browser, failed.get_absolute_url())


def test_job_that_is_done_is_not_done_again(failed: Job, signed_in: Any) -> None:
    Job.objects.update(state=JobState.DONE)

    response = signed_in("operator").post(f"{failed.get_absolute_url()}again/", {"idempotency_key": "k" * 32})

    assert response.status_code == 409
    assert Job.objects.get().state == JobState.DONE


def test_list_says_who_does_the_jobs(cast: Any, signed_in: Any) -> None:
    browser = signed_in("operator")
    assert "Không có tiến trình xử lý nào đang chạy" in seen(browser, "/admin/jobs/")

    now = clock.now()
    Worker.objects.create(host="here", pid=1, started_at=now, seen_at=now)
    Worker.objects.create(host="here", pid=2, started_at=now, seen_at=now, ended_at=now, is_lost=True)

    page = seen(browser, "/admin/jobs/")
    assert "1 tiến trình xử lý đang chạy" in page
    assert "1 lần tiến trình bị dừng" in page


# --- Mail


def test_mail_page_says_what_is_missing(cast: Any, signed_in: Any, settings: Any) -> None:
    settings.EMAIL_HOST = ""

    page = seen(signed_in("operator"), "/admin/mail/")

    assert "chương trình không gửi thư" in page
    assert "Gửi thư thử" not in page


def test_test_mail_arrives(cast: Any, signed_in: Any, postman: Any) -> None:
    browser = signed_in("operator")
    Account.objects.filter(username="operator").update(email="vanhanh@songmau.example")

    browser.post("/admin/mail/test/", {})
    working.run_once()

    assert [message["To"] for message in postman.mails] == ["vanhanh@songmau.example"]
    assert "máy chủ thư đã thiết lập đúng" in postman.mails[0].get_content()
    assert str(jobs.KINDS["mail.send"].label) in seen(browser, Job.objects.get().get_absolute_url())


def test_password_of_the_mail_server_is_on_no_page(cast: Any, signed_in: Any, postman: Any) -> None:
    page = seen(signed_in("operator"), "/admin/mail/")

    assert "127.0.0.1" in page
    assert PASSWORD not in page


# --- The choice of a person


def choose(browser: Any, **values: Any) -> Any:
    start = {"how": "daily", "weekday": "0", "email": "toi@songmau.example", "idempotency_key": "k" * 32}
    return browser.post("/me/reminders/", {**start, **values})


@pytest.mark.puts_right("pages.ReminderChoice")
def test_person_chooses_mail_each_week(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")

    response = choose(browser, how="weekly", weekday="4")

    assert response.status_code == 302
    choice = ReminderChoice.objects.get(person=cast.people["north_clerk"])
    assert (choice.how, choice.weekday) == (How.WEEKLY, 4)
    assert Account.objects.get(username="north_clerk").email == "toi@songmau.example"
    assert 'value="toi@songmau.example"' in seen(browser, "/me/reminders/")


def test_mail_without_an_address_is_refused_beside_the_field(cast: Any, signed_in: Any) -> None:
    response = choose(signed_in("north_clerk"), email="")

    assert "Đồng chí đã chọn nhận thư" in response.content.decode()
    assert not ReminderChoice.objects.exists()


def test_wrong_address_is_refused_and_kept_in_the_form(cast: Any, signed_in: Any) -> None:
    page = choose(signed_in("north_clerk"), email="toi@").content.decode()

    assert "Địa chỉ thư điện tử chưa đúng" in page
    assert 'value="toi@"' in page


def test_change_of_an_address_is_logged_without_it(cast: Any, signed_in: Any) -> None:
    choose(signed_in("north_clerk"))

    row = AuditRow.objects.get(policy="account.write", about="org.account", fields={"email": None})
    assert "songmau" not in str(vars(row))


def test_administrator_sets_the_address_of_an_account_in_reach(cast: Any, signed_in: Any) -> None:
    person = cast.people["north_clerk"]
    Account.objects.create(username="clerk", person=person, unit=cast.unit("north"))

    signed_in("operator").post(f"/admin/people/{person.pk}/email/", {"email": "clerk@songmau.example"})
    refused = signed_in("north_officer").post(f"/admin/people/{person.pk}/email/", {"email": "x@songmau.example"})

    assert refused.status_code in {403, 404}
    assert Account.objects.get(username="clerk").email == "clerk@songmau.example"
