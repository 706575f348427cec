"""Mail through a real SMTP server: what arrives, what is tried again, what is given up."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.postman import Postman
from tongket.org import jobs, working
from tongket.org.models import Account, Job, JobState
from tongket.pages import mail
from tongket.pages.models import Mail

pytestmark = pytest.mark.usefixtures("worker_in_test")


@pytest.fixture
def account(cast: Any) -> Account:
    return Account.objects.create(username="clerk", person=cast.people["north_clerk"], email="clerk@songmau.example")


def write(to: Any, key: str = "one") -> Job | None:
    with transaction.atomic():
        return mail.send(to, "Việc đến hạn", ["3 việc đến hạn.", "", mail.link("/")], effect_key=key)


def test_mail_arrives_with_its_vietnamese_words(postman: Postman, account: Account) -> None:
    write(account)

    working.run_once()

    [message] = postman.mails
    assert (message["Subject"], message["To"]) == ("[Tổng Kết] Việc đến hạn", "clerk@songmau.example")
    assert message["From"] == "Tổng Kết <tongket@songmau.example>"
    assert message.get_content_type() == "text/plain"
    assert "\n".join(message.get_content().splitlines()) == "3 việc đến hạn.\n\nhttp://127.0.0.1:8000/"
    assert message["Auto-Submitted"] == "auto-generated"


def test_mail_is_sent_once_under_its_key(postman: Postman, account: Account) -> None:
    write(account)
    write(account)

    working.run_once()
    write(account)
    working.run_once()

    assert len(postman.mails) == 1


def test_mail_goes_to_the_account_of_a_person(postman: Postman, account: Account) -> None:
    write(account.person)

    working.run_once()

    assert [message["To"] for message in postman.mails] == ["clerk@songmau.example"]


def test_sent_mail_keeps_nothing_of_what_it_said(postman: Postman, account: Account) -> None:
    write(account)

    working.run_once()

    [sent] = Mail.objects.all()
    assert (sent.body, sent.sent_at is None) == (None, False)


def test_mail_stopped_before_it_was_noted_is_known_by_its_number(postman: Postman, account: Account) -> None:
    """Between the mail server's answer and our note a worker may be killed: the mail goes out again, as the same."""
    job = write(account)
    assert job is not None
    jobs.perform(job.pk)
    Mail.objects.update(sent_at=None, body="3 việc đến hạn.")
    Job.objects.update(state=JobState.RUNNING, started_at=timezone.now() - jobs.HERE_FOR)

    working.run_once()

    first, second = postman.mails
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("changes", "reaches"),
    [({}, True), ({"email": ""}, False), ({"is_active": False}, False)],
)
def test_account_is_written_to_where_it_can_be_reached(
    postman: Postman, account: Account, changes: dict[str, Any], reaches: bool
) -> None:
    for name, value in changes.items():
        setattr(account, name, value)

    assert (write(account) is not None) == reaches


def test_without_a_mail_server_nothing_is_written(account: Account, settings: Any) -> None:
    settings.EMAIL_HOST = ""

    assert write(account) is None
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("to_address", "to_mail", "state", "reason"),
    [
        ("451 later", "250 OK", JobState.WAITING, "Máy chủ thư tạm thời chưa nhận thư cho địa chỉ này."),
        ("550 no such user", "250 OK", JobState.FAILED, "Máy chủ thư từ chối địa chỉ này."),
        ("250 OK", "452 full", JobState.WAITING, "Máy chủ thư không nhận thư."),
    ],
)
def test_refusal_of_the_mail_server_is_told_in_our_words(
    postman: Postman, account: Account, to_address: str, to_mail: str, state: str, reason: str
) -> None:
    postman.answer_to_address, postman.answer_to_mail = to_address, to_mail
    write(account)

    working.run_once()

    job = Job.objects.get()
    assert (job.state, job.reason) == (state, reason)
    assert "clerk@songmau.example" not in str(Job.objects.values().get())


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("EMAIL_HOST_PASSWORD", "sai", "Máy chủ thư từ chối tên hoặc mật khẩu đã thiết lập."),
        ("EMAIL_PORT", 1, "Không kết nối được với máy chủ thư."),
        ("EMAIL_HOST", "", "Chưa thiết lập máy chủ thư."),
    ],
)
def test_trouble_with_the_mail_server_is_tried_again(
    postman: Postman, account: Account, settings: Any, setting: str, value: Any, reason: str
) -> None:
    write(account)
    setattr(settings, setting, value)

    working.run_once()

    job = Job.objects.get()
    assert (job.state, job.reason) == (JobState.WAITING, reason)


def test_account_closed_meanwhile_gets_no_mail(postman: Postman, account: Account) -> None:
    write(account)
    Account.objects.update(is_active=False)

    working.run_once()

    job = Job.objects.get()
    assert (postman.mails, job.state, job.reason) == ([], JobState.FAILED, "Tài khoản đã khóa.")
