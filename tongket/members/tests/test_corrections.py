"""Putting right what was decided about members: what follows from a decision changes with it."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tongket.members import actions
from tongket.members.badges import actions as badges
from tongket.members.models import (
    Admission,
    Badge,
    Candidacy,
    Ending,
    FileCheck,
    Member,
    Recognition,
    RemovalProposal,
    Restoration,
    SideState,
    Spell,
    Transfer,
)
from tongket.members.private import actions as private
from tongket.members.tests.make import admit, make_member
from tongket.pages.tests.pages import english, filled_in, history_of
from tongket.votes.models import Vote

WHY = "Nhập nhầm theo dự thảo"
DECISION: dict[str, Any] = {"decision_number": "30-QĐ/ĐUK", "decided_on": date(2020, 12, 28)}


@pytest.fixture
def who(cast: Any) -> dict[str, Any]:
    return {"by": cast.person("north_officer"), "on": cast.today}


def refused(refusal: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(refusal.value.message_dict)


def corrected(admission: Admission, who: dict[str, Any], **changes: Any) -> Admission:
    names = ("decision_number", "decided_on", "decided_by", "ceremony_on", "received_on", "age_reason")
    values = {name: getattr(admission, name) for name in names}
    return actions.correct_admission(admission, **{**values, **changes}, because=WHY, seen=admission.version, **who)


@pytest.mark.puts_right("members.Admission")
def test_day_of_an_admission_moves_the_roll_and_the_party_age(cast: Any, who: dict[str, Any]) -> None:
    admission = admit(cast, ceremony_on=date(2019, 12, 19))

    corrected(admission, who, decided_on=date(2019, 11, 12), decision_number="126-QĐ/ĐUK")

    member = Member.objects.get()
    assert (member.party_age_from_on, member.spells.get().from_on) == (date(2019, 11, 12), date(2019, 11, 12))


@pytest.mark.puts_right("members.Admission")
def test_ceremony_of_an_admission_moves_the_end_of_probation(cast: Any, who: dict[str, Any]) -> None:
    admission = admit(cast, ceremony_on=date(2019, 12, 19))
    actions.recognise(admission.member, **DECISION, **who)

    corrected(Admission.objects.get(), who, ceremony_on=date(2019, 12, 12))
    with pytest.raises(ValidationError) as refusal:
        corrected(Admission.objects.get(), who, ceremony_on=date(2020, 1, 20))

    member = Member.objects.get()
    official_on = (member.official_on, member.spells.get().official_from_on, member.recognitions.get().counted_from_on)
    assert official_on == (date(2020, 12, 12),) * 3
    assert refused(refusal) == {"ceremony_on"}


@pytest.mark.puts_right("members.Admission", "members.Member")
def test_withdrawn_admission_lets_the_candidate_wait_for_the_decision(cast: Any, who: dict[str, Any]) -> None:
    admission = admit(cast)
    vote = Vote.objects.create(
        unit=admission.unit, decision="admission", subject="Kết nạp", held_on=date(2019, 10, 1), way="PAPER", base=9,
        present=9, share="two_thirds", needed=6,
    )  # fmt: skip
    row = Candidacy.objects.create(
        unit=admission.unit, full_name="Lê Thị Thử", name_fold="le thi thu", name_order="thu", sex="F",
        born_on=date(1992, 8, 9), introduced_on=date(2019, 1, 1), state="DECIDED", admission=admission, vote=vote,
    )  # fmt: skip

    actions.cancel_admission(admission, reason=WHY, **who)

    row.refresh_from_db()
    assert (row.state, row.admission, Member.objects.count()) == ("CELL_VOTED", None, 0)


@pytest.mark.puts_right("members.Recognition")
def test_recognition_is_corrected_and_withdrawn(cast: Any, who: dict[str, Any]) -> None:
    member = admit(cast, ceremony_on=date(2019, 12, 19)).member
    row = actions.recognise(member, **DECISION, **who)

    with pytest.raises(ValidationError) as refusal:
        actions.correct_recognition(row, decision_number="30", decided_on=date(2020, 12, 1), because=WHY, seen=1, **who)
    actions.correct_recognition(
        row, decision_number="31-QĐ/ĐUK", decided_on=date(2020, 12, 29), because=WHY, seen=1, **who
    )
    actions.withdraw_recognition(Recognition.objects.get(), reason=WHY, **who)

    member.refresh_from_db()
    assert refused(refusal) == {"decided_on"}
    assert (member.state, member.official_on, member.spells.get().official_from_on) == ("PROBATIONARY", None, None)


@pytest.mark.puts_right("members.Spell", "members.Transfer")
def test_transfer_is_corrected_and_taken_back(cast: Any, who: dict[str, Any]) -> None:
    member = make_member(cast)
    spell = actions.transfer(member, to=cast.unit("north_b"), moved_on=date(2020, 2, 3), **who)

    actions.correct_spell(spell, from_on=date(2020, 3, 2), because=WHY, seen=1, **who)
    days = list(Spell.objects.order_by("from_on").values_list("from_on", "until_on"))
    actions.withdraw_spell(Spell.objects.get(unit=cast.unit("north_b")), reason=WHY, **who)

    member.refresh_from_db()
    left = Spell.objects.get()
    assert days == [(date(2019, 1, 1), date(2020, 3, 2)), (date(2020, 3, 2), None)]
    assert (left.until_on, left.closed_by, left.official_from_on) == (None, "", date(2019, 1, 1))
    assert member.unit == cast.unit("north_a")


@pytest.mark.puts_right("members.Spell", "members.Member")
def test_arrival_that_was_a_slip_goes_with_the_member(cast: Any, who: dict[str, Any]) -> None:
    member = actions.transfer_in(
        cast.unit("north_a"), full_name="Hà Văn Đến", sex="M", born_on=date(1980, 1, 1),
        party_age_from_on=date(2010, 1, 1), ceremony_on=None, official_on=date(2011, 1, 1),
        papers_on=date(2020, 5, 4), accepted_on=date(2020, 5, 11), from_text="Đảng bộ xã khác", **who,
    )  # fmt: skip
    row = Transfer.objects.get()

    actions.correct_transfer(row, papers_on=date(2020, 5, 5), from_text="Đảng bộ xã Mẫu", because=WHY, seen=1, **who)
    papers_on = Transfer.objects.get().papers_on
    actions.withdraw_spell(member.spells.get(), reason=WHY, **who)

    assert papers_on == date(2020, 5, 5)
    assert not Member.objects.exists()


@pytest.mark.puts_right("members.Ending")
def test_end_of_a_membership_is_corrected_and_taken_back(cast: Any, who: dict[str, Any]) -> None:
    member = make_member(cast)
    ending = actions.leave(member, how="deceased", left_on=date(2020, 6, 1), **who)

    actions.correct_ending(ending, left_on=date(2020, 6, 2), because=WHY, seen=1, **who)
    until_on = Spell.objects.get().until_on
    actions.withdraw_ending(Ending.objects.get(), reason=WHY, **who)

    member.refresh_from_db()
    assert until_on == date(2020, 6, 2)
    assert (member.state, Spell.objects.get().until_on) == ("OFFICIAL", None)


@pytest.mark.puts_right("members.Restoration", "members.Spell")
def test_restoration_is_corrected_and_taken_back(cast: Any, who: dict[str, Any]) -> None:
    member, unit = make_member(cast), cast.unit("north_a")
    paper: dict[str, Any] = {"decision_number": "5-QĐ", "decided_on": date(2020, 6, 1), "decided_by": "Đảng ủy"}
    actions.leave(member, how="removed", left_on=date(2020, 6, 1), **paper, **who)
    row = actions.restore(member, unit=unit, **paper, from_on=date(2020, 8, 3), **who)

    actions.correct_restoration(row, **paper, from_on=date(2020, 8, 4), because=WHY, seen=1, **who)
    from_on = Spell.objects.latest("from_on").from_on
    actions.withdraw_spell(Spell.objects.latest("from_on"), reason=WHY, **who)

    member.refresh_from_db()
    assert (from_on, member.state) == (date(2020, 8, 4), "REMOVED")
    assert not Restoration.objects.exists()


@pytest.mark.puts_right("members.SideState")
def test_exemption_is_corrected_and_withdrawn(cast: Any, who: dict[str, Any]) -> None:
    member = make_member(cast)
    row = actions.begin_side_state(member, kind="EXEMPT", from_on=date(2020, 2, 3), ground="age", **who)

    actions.correct_side_state(
        row, from_on=date(2020, 2, 4), ground="illness", decision="5-QĐ", because=WHY, seen=1, **who
    )
    kept = SideState.objects.get()
    with pytest.raises(ValidationError) as refusal:
        actions.correct_side_state(kept, from_on=date(2030, 2, 4), because=WHY, seen=2, **who)
    actions.withdraw_side_state(kept, reason=WHY, **who)

    member.refresh_from_db()
    assert (kept.from_on, kept.ground, kept.state) == (date(2020, 2, 4), "illness", "RUNNING")
    assert refused(refusal) == {"from_on"}
    assert (member.state, SideState.objects.count()) == ("OFFICIAL", 0)


@pytest.mark.puts_right("members.RemovalProposal", "members.FileCheck")
def test_proposals_and_comparisons_are_corrected_and_withdrawn(cast: Any, who: dict[str, Any]) -> None:
    member = make_member(cast, official_on=None)
    proposal = actions.propose_removal(member, proposed_on=date(2020, 6, 1), number="7-NQ/CB", **who)
    check = private.check_files(
        cast.unit("north_a"), checked_on=date(2020, 6, 30), listed=9, found=9, differing=0, **who
    )

    actions.correct_proposal(proposal, proposed_on=date(2020, 6, 2), number="7", because=WHY, seen=1, **who)
    numbers: dict[str, Any] = {"checked_on": date(2020, 6, 30), "listed": 9, "files": 8}
    private.correct_check(check, **numbers, differing=1, because=WHY, seen=1, **who)
    kept = (RemovalProposal.objects.get().number, FileCheck.objects.get().files)
    actions.withdraw_proposal(proposal, reason=WHY, **who)
    private.withdraw_check(check, reason=WHY, **who)

    assert kept == ("7", 8)
    assert (RemovalProposal.objects.count(), FileCheck.objects.count()) == (0, 0)


@pytest.mark.puts_right("members.Candidacy")
def test_candidacy_is_taken_up_again_and_withdrawn(cast: Any, who: dict[str, Any]) -> None:
    row = actions.introduce(
        cast.unit("north_a"), full_name="Lê Thị Thử", sex="F", born_on=date(1992, 8, 9),
        introduced_on=date(2020, 1, 6), **who,
    )  # fmt: skip
    actions.drop(row, dropped_on=date(2020, 2, 3), reason="Chuyển nơi khác", **who)

    actions.take_up_again(row, reason=WHY, **who)
    state = Candidacy.objects.get().state
    actions.withdraw_candidacy(row, reason=WHY, **who)

    assert state == "CANDIDATE"
    assert not Candidacy.objects.exists()


@pytest.mark.puts_right("members.Badge")
def test_award_of_a_badge_is_corrected_and_taken_back(cast: Any, who: dict[str, Any]) -> None:
    member = make_member(cast)
    badge = Badge.objects.create(
        unit=member.unit, member=member, years=30, day=date(2020, 11, 7), amount=1, state="AWARDED",
        decision_number="9-QĐ", decided_on=date(2020, 10, 1), decided_by="Tỉnh ủy",
    )  # fmt: skip
    by = {"by": cast.person("root_officer"), "on": cast.today}

    badges.correct_award(
        badge, decision_number="9-QĐ/TU", decided_on=date(2020, 10, 2), decided_by="Tỉnh ủy", because=WHY, seen=1, **by
    )
    number = Badge.objects.get().decision_number
    badges.take_award_back(badge, reason=WHY, **by)

    kept = Badge.objects.get()
    assert (number, kept.state, kept.decided_on) == ("9-QĐ/TU", "PROPOSED", None)


@pytest.mark.puts_right("members.Member")
def test_days_of_the_opening_roll_are_corrected_on_the_record(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    browser, address = english(signed_in("north_officer")), reverse("members:correct", args=[member.pk])
    form = browser.get(address).context["form"]

    refusal = browser.post(address, filled_in(form, official_on="01/03/2030", because=WHY))
    answer: Any = browser.post(address, filled_in(form, official_on="02/03/2011", because=WHY))

    line = history_of(browser.get(answer.url))[0]
    assert refusal.status_code == 422
    assert (line[2], line[3]) == ("Official member from: 01/03/2011 → 02/03/2011", WHY)


def test_history_keeps_from_others_what_the_page_keeps_from_them(cast: Any, signed_in: Any, who: Any) -> None:
    member = make_member(cast)
    row = actions.begin_side_state(
        member, kind="TEMP_AWAY", from_on=date(2020, 2, 3), until_on=date(2020, 8, 3), host_text="Xã Mẫu", **who
    )
    actions.correct_side_state(
        row,
        from_on=date(2020, 2, 4),
        until_on=date(2020, 8, 4),
        ended_on=date(2020, 8, 3),
        host_text="Xã Khác",
        because=WHY,
        seen=row.version,
        **who,
    )

    keeper = history_of(english(signed_in("north_officer")).get(member.get_absolute_url()))
    reader = history_of(english(signed_in("north_clerk")).get(member.get_absolute_url()))

    assert any("Xã Khác" in line[2] for line in keeper)
    assert any("From: 03/02/2020 → 04/02/2020" in line[2] for line in reader)
    assert not any("Xã Khác" in line[2] for line in reader)


@pytest.mark.parametrize("name", ["recognition", "spell", "ending", "side_state"])
def test_page_of_a_member_leads_to_putting_right(cast: Any, signed_in: Any, who: Any, name: str) -> None:
    member = admit(cast, ceremony_on=date(2019, 12, 19)).member
    rows: dict[str, Any] = {
        "recognition": lambda: actions.recognise(member, **DECISION, **who),
        "spell": lambda: actions.transfer(member, to=cast.unit("north_b"), moved_on=date(2020, 2, 3), **who),
        "ending": lambda: actions.leave(member, how="deceased", left_on=date(2020, 6, 1), **who),
        "side_state": lambda: actions.begin_side_state(member, kind="EXEMPT", from_on=date(2020, 2, 3), **who),
    }
    row, browser = rows[name](), english(signed_in("north_officer"))
    at = name in {"ending", "side_state"}
    correct, withdraw = (
        f"members:{name}_{verb}" if at else f"members:{verb}_{name}" for verb in ("correct", "withdraw")
    )

    page = browser.get(member.get_absolute_url()).content.decode()
    form = browser.get(reverse(correct, args=[row.pk])).context["form"]
    unchanged = browser.post(reverse(correct, args=[row.pk]), filled_in(form, because=WHY))
    away = browser.post(reverse(withdraw, args=[row.pk]), {"reason": WHY, "idempotency_key": "w" * 20})

    assert reverse(correct, args=[row.pk]) in page
    assert reverse(withdraw, args=[row.pk]) in page
    assert (unchanged.status_code, away.status_code) == (422, 302)
