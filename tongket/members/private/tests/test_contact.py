"""The secretary of a cell has the phones of its members, and nothing else that is restricted; keys may be changed."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tongket.members import actions as life
from tongket.members.models import Member, Private
from tongket.members.private import actions
from tongket.members.private.tests.make import FLAGS, NUMBER, PHONE
from tongket.members.private_keys import identity_key
from tongket.members.tests.make import make_member
from tongket.org import access, saving
from tongket.org.models import AuditRow, HistoryRow, Submission


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("north_a_secretary", 200),
        ("north_secretary", 403),
        ("north_officer", 403),
        ("north_clerk", 403),
        ("stranger", 403),
    ],
)
def test_the_phone_is_for_the_secretary_of_the_cell(
    cast: Any, signed_in: Any, member: Member, who: str, status: int
) -> None:
    answer = signed_in(who).get(f"/members/{member.pk}/contact/")

    assert answer.status_code == status
    assert PHONE not in answer.content.decode()


def test_the_secretary_of_another_cell_finds_nothing(cast: Any, signed_in: Any) -> None:
    other = make_member(cast, "north_b")

    assert signed_in("north_a_secretary").get(f"/members/{other.pk}/contact/").status_code == 404


def test_the_secretary_sees_the_phone_with_a_reason_and_never_the_number(
    cast: Any, signed_in: Any, member: Member
) -> None:
    browser = signed_in("north_a_secretary")

    without = browser.post(f"/members/{member.pk}/contact/show/", {"reason": ""})
    shown = browser.post(f"/members/{member.pk}/contact/show/", {"reason": "Mời họp chi bộ"})
    logged = AuditRow.objects.filter(policy="member.contact", object_id=str(member.pk)).latest("sequence")

    assert (without.status_code, shown.status_code) == (422, 200)
    assert PHONE in shown.content.decode()
    assert NUMBER not in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert logged.fields == {"phone": "", "reason": "Mời họp chi bộ"}
    with pytest.raises(access.NotAllowed):
        actions.reveal(
            member,
            name="identity_number",
            reason="Làm thẻ đảng viên",
            by=cast.person("north_a_secretary"),
            on=cast.today,
        )


def test_the_secretary_keeps_the_phone_alone(cast: Any, signed_in: Any, member: Member) -> None:
    sent = {"phone": "0987 654 321", "seen": "1", "identity_number": "-"}

    signed_in("north_a_secretary").post(f"/members/{member.pk}/contact/correct/", sent)

    row = Private.objects.get()
    assert (row.phone, row.identity_number, row.version) == ("0987654321", NUMBER, 2)


def test_an_empty_phone_stays_and_a_minus_takes_it_out(cast: Any, signed_in: Any, member: Member) -> None:
    browser, address = signed_in("north_a_secretary"), f"/members/{member.pk}/contact/correct/"

    browser.post(address, {"phone": "", "seen": "1"})
    stays = Private.objects.get().phone
    browser.post(address, {"phone": "-", "seen": "1"})

    assert (stays, Private.objects.get().phone) == (PHONE, None)


def test_the_phone_of_a_leaver_is_no_matter_of_the_cell(cast: Any, signed_in: Any, member: Member) -> None:
    life.leave(member, how="resigned", left_on=cast.today, by=cast.person("north_officer"), on=cast.today)
    gone = Member.objects.get(pk=member.pk)
    secretary = cast.person("north_a_secretary")

    with pytest.raises(access.NotAllowed):
        actions.reveal(gone, name="phone", reason="Mời họp chi bộ", by=secretary, on=cast.today)
    with pytest.raises(access.NotAllowed):
        actions.keep_phone(gone, phone="0987654321", seen=1, by=secretary, on=cast.today)
    assert PHONE[-4:] not in signed_in("north_a_secretary").get(f"/members/{gone.pk}/contact/").content.decode()


# --- What is sealed ---------------------------------------------------------------------------------------------------


def test_a_number_written_with_one_key_is_read_after_another_came_before_it(
    cast: Any, settings: Any, member: Member
) -> None:
    def forget_keys() -> None:
        for name in ("identity_number", "phone"):
            field: Any = Private._meta.get_field(name)
            for made in ("keys", "f"):
                field.__dict__.pop(made, None)

    def sealed() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT identity_number FROM members_private")
            found: str = cursor.fetchone()[0]
            return found

    old = sealed()
    try:
        settings.SALT_KEY = ["khoa-thu-hai", *settings.SALT_KEY]
        forget_keys()
        with_both = Private.objects.get().identity_number
        actions.keep(
            member, identity_number=NUMBER[::-1], **FLAGS, seen=1, by=cast.person("north_officer"), on=cast.today
        )
        settings.SALT_KEY = settings.SALT_KEY[:1]
        forget_keys()
        with_new = Private.objects.get().identity_number
    finally:
        settings.SALT_KEY = ["tongket"]
        forget_keys()

    assert (with_both, with_new) == (NUMBER, NUMBER[::-1])
    assert sealed() != old
    assert Private.objects.get().identity_number != NUMBER[::-1]  # the first key alone no longer opens it


def test_a_number_is_found_again_however_it_is_spaced(settings: Any) -> None:
    here = identity_key(NUMBER)

    assert here == identity_key("001 087 000 123") != identity_key("001087000124")
    assert NUMBER not in here
    settings.SECRET_KEY = "x" * 64
    assert identity_key(NUMBER) != here


def test_history_holds_nothing_of_sealed_fields(cast: Any, member: Member) -> None:
    row = Private.objects.get()

    saving.update(row, seen=1, by=cast.person("north_officer"), identity_number=None, phone=None, occupation="farmer")

    assert HistoryRow.objects.get(object_id=str(row.pk)).old == {
        "identity_number": None,
        "phone": None,
        "occupation": "worker",
    }


def test_a_form_taken_once_does_not_tell_what_it_said(cast: Any, signed_in: Any, member: Member) -> None:
    import hashlib

    sent = {"identity_number": "-", "seen": "1", "occupation": "", "idempotency_key": "a-key-of-a-form"}

    signed_in("north_officer").post(f"/members/{member.pk}/restricted/correct/", sent)

    plain = hashlib.sha256(repr((sorted((name, [value]) for name, value in sent.items()), [])).encode()).hexdigest()
    assert Submission.objects.get().body_hash != plain


def test_two_of_one_number_at_the_same_moment_are_refused_by_the_table(cast: Any, member: Member) -> None:
    other = make_member(cast, "south_a", "Lê Thị Khác")
    row = Private.objects.create(member=other, unit_id=other.unit_id)

    with pytest.raises(ValidationError):
        actions._write(
            other,
            {"identity_number": NUMBER, "identity_key": identity_key(NUMBER)},
            "member.restrict",
            seen=row.version,
            by=cast.person("south_officer"),
            on=cast.today,
        )
