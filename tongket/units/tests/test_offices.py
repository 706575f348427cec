"""Committees, their seats, consents, codes: the rules as tables, what is recorded, what is refused, the pages."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.org import access, actions
from tongket.org import committee_rules as rules
from tongket.org.committee_rules import Slip
from tongket.org.kinds import Kind
from tongket.org.models import (
    CommitteeKind,
    CommitteeTerm,
    Consent,
    ConsentKind,
    Grant,
    Office,
    OfficeTerm,
    Person,
    Unit,
)
from tongket.org.saving import Conflict
from tongket.pages.tests.pages import english, filled_in, history_of

FROM, UNTIL = date(2020, 6, 1), date(2025, 6, 1)


def begin(cast: Any, unit: str = "north", kind: str = "executive", **changes: Any) -> CommitteeTerm:
    values: dict[str, Any] = {
        "name": "2020–2025", "how": "elected", "from_on": FROM, "until_on": UNTIL, "committee_size": 15,
        "standing_size": 5 if kind == "executive" else 0,
    }  # fmt: skip
    by = cast.person("root_officer")
    return actions.begin_term(
        cast.unit(unit), CommitteeKind(kind), **{**values, **changes}, by=by, on=cast.today
    )  # fmt: skip


def seat(cast: Any, term: CommitteeTerm, office: Office = Office.COMMITTEE_MEMBER, **changes: Any) -> OfficeTerm:
    person = Person.named(f"Trần Văn {OfficeTerm.objects.count()}")
    person.save()
    values: dict[str, Any] = {"how": "elected", "decision": "BB-1", "from_on": FROM, "committee": term}
    by = cast.person("root_officer")
    return actions.take_office(person, term.unit, office, **{**values, **changes}, by=by, on=cast.today)


# --- Rules


@pytest.mark.rule("R-ORG-02", "R-ORG-03", "R-ORG-04", "R-ORG-05")
@pytest.mark.parametrize(
    ("kind", "members", "official", "found"),
    [
        (Kind.CELL, 4, 2, [Slip.TOO_FEW_OFFICIAL]),
        (Kind.CELL, 4, 3, []),
        (Kind.GRASSROOTS_COMMITTEE, 1, 1, [Slip.COMMITTEE_WITHOUT_CONSENT]),
        (Kind.GRASSROOTS_CELL, 29, 8, []),
        (Kind.GRASSROOTS_CELL, 30, 8, [Slip.CELL_TOO_LARGE]),
        (Kind.GRASSROOTS_COMMITTEE, 29, 29, [Slip.COMMITTEE_WITHOUT_CONSENT]),
        (Kind.GRASSROOTS_COMMITTEE, 30, 29, []),
        (Kind.CELL, 30, 8, []),
        (Kind.CELL, 31, 8, [Slip.LARGE_CELL_WITHOUT_CONSENT]),
        (Kind.SECTION, 50, 50, [Slip.SECTION_WITHOUT_CONSENT]),
        (Kind.CELL, 12, 8, []),
        (Kind.CELL, 12, 9, [Slip.CELL_WITHOUT_COMMITTEE]),
    ],
)  # fmt: skip
def test_size_of_a_unit_is_judged(kind: Kind, members: int, official: int, found: list[Slip]) -> None:
    assert rules.size_slips(kind, members=members, official=official, has_committee=False) == found


@pytest.mark.rule("R-ORG-04")
@pytest.mark.parametrize(
    ("kind", "members", "consent"),
    [
        (Kind.GRASSROOTS_COMMITTEE, 20, ConsentKind.SMALL_COMMITTEE),
        (Kind.CELL, 40, ConsentKind.LARGE_CELL),
        (Kind.SECTION, 40, ConsentKind.SECTION),
    ],
)
def test_consent_answers_the_size(kind: Kind, members: int, consent: ConsentKind) -> None:
    assert rules.size_slips(kind, members=members, official=8, consents={consent}) == []


@pytest.mark.rule("R-ORG-06")
@pytest.mark.parametrize(
    ("size", "standing", "slip"),
    [
        (15, 5, None),
        (15, 6, Slip.STANDING_TOO_LARGE),
        (9, 3, None),
        (9, 0, Slip.WITHOUT_STANDING),
        (8, 0, None),
        (8, 2, Slip.STANDING_TOO_SMALL_COMMITTEE),
    ],
)
def test_standing_committee_is_a_third_at_most(size: int, standing: int, slip: Slip | None) -> None:
    assert rules.standing_slip(size, standing) == slip


@pytest.mark.rule("R-ORG-07")
@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (Kind.PROVINCIAL, True),
        (Kind.SUPERIOR, True),
        (Kind.GRASSROOTS_COMMITTEE, True),
        (Kind.GRASSROOTS_CELL, False),
        (Kind.SECTION, False),
        (Kind.CELL, False),
    ],
)
def test_inspection_commission_is_formed_from_the_grassroots_committee_up(kind: Kind, may: bool) -> None:
    assert rules.may_have(kind, CommitteeKind.INSPECTION) is may


@pytest.mark.rule("R-ORG-08", "R-ORG-09")
@pytest.mark.parametrize(
    ("until", "months", "off", "is_first", "holds"),
    [
        (date(2025, 6, 1), 60, 12, False, True),
        (date(2024, 6, 1), 60, 12, False, True),  # a year earlier
        (date(2024, 5, 31), 60, 12, False, False),
        (date(2026, 6, 1), 60, 12, False, True),  # a year later
        (date(2026, 6, 2), 60, 12, False, False),
        (date(2022, 12, 1), 30, 6, False, True),
        (date(2023, 6, 1), 30, 6, False, True),
        (date(2023, 6, 2), 30, 6, False, False),
        (date(2022, 5, 31), 30, 6, False, False),
        (date(2021, 6, 1), 60, 12, True, True),  # the first one, by appointment
        (date(2026, 6, 2), 60, 12, True, False),
    ],
)
def test_term_lasts_as_long_as_it_should(until: date, months: int, off: int, is_first: bool, holds: bool) -> None:
    assert rules.is_ordinary_length(FROM, until, months=months, off=off, is_first=is_first) is holds


@pytest.mark.rule("R-ORG-09")
@pytest.mark.parametrize(
    ("office", "is_elected", "approved_on", "formal"),
    [
        (Office.SECRETARY, True, None, False),
        (Office.DEPUTY_SECRETARY, True, date(2020, 7, 2), False),
        (Office.STANDING_MEMBER, True, date(2020, 7, 1), True),
        (Office.COMMITTEE_MEMBER, True, None, True),
        (Office.SECRETARY, False, None, True),
    ],
)
def test_seat_is_formal_from_the_approval(
    office: Office, is_elected: bool, approved_on: date | None, formal: bool
) -> None:
    assert rules.is_formal(office, is_elected=is_elected, approved_on=approved_on, on=date(2020, 7, 1)) is formal


@pytest.mark.rule("R-ORG-13")
@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("38.168.053.000.001", True),
        ("38.168.053", True),
        ("38", False),
        ("38.168.053.000.001.002", False),
        ("3.168.053", False),
        ("38-168-053", False),
        ("38.168.053 ", False),
    ],
)
def test_official_code_has_its_form(code: str, is_one: bool) -> None:
    assert rules.is_official_code(code) is is_one


# --- Terms


@pytest.mark.rule("R-ORG-14")
def test_term_keeps_the_sizes_and_shows_what_is_vacant(cast: Any) -> None:
    term = begin(cast, committee_size=9, standing_size=3, deputies=1, size_document="35-CT/TW")
    seat(cast, term, Office.SECRETARY)
    seat(cast, term)

    assert actions.open_seats(term, cast.today) == {"committee": 7, "standing": 2, "deputies": 1}


@pytest.mark.rule("R-ORG-05", "R-ORG-06", "R-ORG-07", "R-ORG-08")
@pytest.mark.parametrize(
    ("unit", "kind", "changes", "field"),
    [
        ("north_a", "executive", {}, "kind"),
        ("north", "cell", {}, "kind"),
        ("north", "executive", {"standing_size": 0}, "standing_size"),
        ("north", "executive", {"standing_size": 6}, "standing_size"),
        ("north", "executive", {"committee_size": 8, "standing_size": 2}, "standing_size"),
        ("north_a", "inspection", {}, "kind"),
        ("north", "executive", {"until_on": date(2027, 1, 1)}, "until_on"),
        ("north_a", "cell", {"until_on": date(2025, 6, 1)}, "until_on"),
        ("north", "executive", {"until_on": FROM}, "until_on"),
    ],
)  # fmt: skip
def test_term_is_refused(cast: Any, unit: str, kind: str, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        begin(cast, unit, kind, **changes)

    assert field in refused.value.message_dict
    assert not CommitteeTerm.objects.exists()


@pytest.mark.rule("R-ORG-06", "R-ORG-07", "R-ORG-08", "R-ORG-09")
@pytest.mark.parametrize(
    ("unit", "kind", "changes"),
    [
        ("north", "executive", {"standing_size": 6, "reason": "208-QĐ/TW"}),
        ("north_a", "inspection", {"until_on": date(2022, 12, 1), "reason": "thí điểm, 15-KL/TW"}),
        ("north_a", "cell", {"until_on": date(2025, 6, 1), "reason": "thí điểm, 294-QĐ/TW"}),
        ("north", "executive", {"how": "appointed", "until_on": date(2021, 6, 1)}),
    ],
)
def test_departure_with_a_reason_is_taken(cast: Any, unit: str, kind: str, changes: dict[str, Any]) -> None:
    begin(cast, unit, kind, **changes)

    assert CommitteeTerm.objects.count() == 1


def test_two_terms_of_a_committee_do_not_overlap(cast: Any) -> None:
    begin(cast)

    with pytest.raises(ValidationError):
        begin(cast, from_on=date(2024, 1, 1), until_on=date(2029, 1, 1))
    begin(cast, kind="inspection", committee_size=3)
    begin(cast, from_on=UNTIL, until_on=date(2030, 6, 1))

    assert CommitteeTerm.objects.count() == 3


@pytest.mark.rule("R-ORG-08")
@pytest.mark.puts_right("org.CommitteeTerm")
def test_congress_is_brought_forward_by_a_correction(cast: Any) -> None:
    term = begin(cast)
    by = cast.person("root_officer")

    actions.correct_term(term, because="Nhập nhầm", seen=1, until_on=date(2024, 8, 1), by=by, on=cast.today)

    term.refresh_from_db()
    assert (term.until_on, term.version) == (date(2024, 8, 1), 2)
    with pytest.raises(Conflict):
        actions.correct_term(term, because="Nhập nhầm", seen=1, name="2020–2024", by=by, on=cast.today)


@pytest.mark.parametrize("who", ["south_officer", "north_secretary", "stranger"])
def test_others_record_no_committee(cast: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        actions.begin_term(
            cast.unit("north"), CommitteeKind.EXECUTIVE, name="x", how="elected", from_on=FROM, until_on=UNTIL,
            committee_size=15, standing_size=5, by=cast.person(who), on=cast.today,
        )  # fmt: skip


# --- Seats


@pytest.mark.rule("R-ORG-07")
def test_office_of_another_committee_is_no_seat(cast: Any) -> None:
    term = begin(cast, kind="inspection", committee_size=3)

    with pytest.raises(ValidationError):
        actions.check_seat(term, Office.SECRETARY)
    actions.check_seat(term, Office.INSPECTION_HEAD)


@pytest.mark.rule("R-ORG-09")
def test_approval_is_added_and_does_not_come_before_the_election(cast: Any) -> None:
    held = seat(cast, begin(cast), Office.SECRETARY)
    by = cast.person("root_officer")

    with pytest.raises(ValidationError):
        actions.correct_office(held, because="Nhập nhầm", seen=1, approved_on=date(2020, 5, 1), by=by, on=cast.today)
    actions.correct_office(
        held, because="Nhập nhầm", seen=1, approval="77-QĐ/ĐUK", approved_on=date(2020, 7, 1), by=by, on=cast.today
    )

    held.refresh_from_db()
    assert (held.approval, held.approved_on) == ("77-QĐ/ĐUK", date(2020, 7, 1))


@pytest.mark.rule("R-ORG-12")
@pytest.mark.parametrize(
    ("why", "ended"),
    [
        ("deceased", 2),
        ("left_party", 2),
        ("resigned", 2),
        ("transferred", 2),
        ("temporary_transfer", 0),
        ("duty", 0),
    ],
)
def test_seats_end_with_the_membership(cast: Any, why: str, ended: int) -> None:
    held = seat(cast, begin(cast))
    actions.take_office(
        held.person, cast.unit("south"), Office.COMMITTEE_MEMBER, how="elected", decision="2", from_on=FROM, by=None,
        on=cast.today,
    )  # fmt: skip

    found = actions.end_seats(held.person, on=cast.today, why=why, by=None)

    held.refresh_from_db()
    assert found == ended
    assert held.until_on == (cast.today if ended else None)


@pytest.mark.rule("R-ORG-12")
def test_transfer_within_the_organisation_keeps_the_seat_above_both_cells(cast: Any) -> None:
    held = seat(cast, begin(cast))

    within = actions.end_seats(held.person, on=cast.today, why="transferred", by=None, stays_under=cast.unit("north_b"))
    out_of = actions.end_seats(held.person, on=cast.today, why="transferred", by=None, stays_under=cast.unit("south_a"))

    assert (within, out_of) == (0, 1)


@pytest.mark.rule("R-ORG-12")
def test_right_ends_with_the_seat(cast: Any) -> None:
    person = cast.person("north_secretary")

    actions.end_seats(person, on=cast.today, why="left_party", by=None)

    assert not any(grant.is_running(cast.today) for grant in Grant.objects.filter(person=person))


# --- Consents and codes


@pytest.mark.rule("R-ORG-04")
def test_consent_is_kept_once_with_its_paper(cast: Any) -> None:
    paper: dict[str, Any] = {"number": "12-CV/ĐUK", "decided_on": date(2020, 3, 1), "issuer": "Đảng uỷ Khối"}
    by = cast.person("root_officer")

    actions.record_consent(cast.unit("north"), ConsentKind.SMALL_COMMITTEE, **paper, by=by, on=cast.today)

    assert Consent.objects.get().number == "12-CV/ĐUK"
    with pytest.raises(ValidationError):
        actions.record_consent(cast.unit("north"), ConsentKind.SMALL_COMMITTEE, **paper, by=by, on=cast.today)
    later = {**paper, "decided_on": date(2022, 1, 1)}
    with pytest.raises(ValidationError):
        actions.record_consent(cast.unit("north"), ConsentKind.SECTION, **later, by=by, on=cast.today)


@pytest.mark.rule("R-ORG-13")
def test_official_code_is_kept_as_given_or_refused(cast: Any) -> None:
    unit, by = cast.unit("north_a"), cast.person("root_officer")

    actions.set_official_code(unit, "38.168.053.000.001", by=by, on=cast.today)

    assert Unit.objects.get(pk=unit.pk).official_code == "38.168.053.000.001"
    with pytest.raises(ValidationError):
        actions.set_official_code(unit, "38168053000001", by=by, on=cast.today)


# --- Pages

TERM = {
    "kind": "executive", "name": "2020–2025", "how": "elected", "from_on": "01/06/2020", "until_on": "01/06/2025",
    "congress_on": "", "committee_size": "15", "standing_size": "5", "deputies": "2", "inspection_size": "3",
    "size_document": "35-CT/TW", "size_document_on": "30/05/2019", "reason": "",
}  # fmt: skip
SEAT = {
    "full_name": "Lê Văn Ghế", "card_number": "", "office": "SECRETARY", "how": "elected", "decision": "BB-1",
    "from_on": "01/06/2020", "approval": "", "approved_on": "",
}  # fmt: skip


def test_committee_is_recorded_filled_approved_and_a_seat_handed_over(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")

    made = browser.post("/units/NORTH/committees/new/", TERM)
    term = CommitteeTerm.objects.get()
    assert made.url == f"/units/NORTH/committees/{term.pk}/"
    browser.post(f"{made.url}seats/new/", SEAT)
    held = term.seats.get()
    waits = browser.get(made.url).content.decode()
    approved = {"how": "elected", "decision": "BB-1", "from_on": "01/06/2020", "approval": "77-QĐ", "seen": "1"}
    browser.post(
        f"/units/NORTH/offices/{held.pk}/correct/", {**approved, "approved_on": "01/07/2020", "because": "Nhập nhầm"}
    )
    ends = {"until_on": "04/01/2021", "because": "duty", "note": "Con dấu, hồ sơ; bàn giao 04/01/2021"}
    browser.post(f"/units/NORTH/offices/{held.pk}/end/", ends)

    page = browser.get("/units/NORTH/committees/").content.decode()
    assert "Lê Văn Ghế" in waits
    assert "Con dấu, hồ sơ" in page
    held.refresh_from_db()
    assert (held.approval, held.ended_because, held.until_on) == ("77-QĐ", "duty", date(2021, 1, 4))
    others = signed_in("north_a_secretary").get("/units/NORTH/committees/").content.decode()
    assert "Con dấu, hồ sơ" not in others


@pytest.mark.parametrize(
    ("url", "values", "status"),
    [
        ("/units/NORTH/committees/new/", {**TERM, "standing_size": "6"}, 422),
        ("/units/NORTH/committees/new/", {**TERM, "standing_size": "6", "reason": "208-QĐ/TW"}, 302),
        ("/units/NORTH/consents/new/",
         {"kind": "section", "number": "1", "decided_on": "01/03/2020", "issuer": "Đảng uỷ"}, 302),
        ("/units/NORTH/official-code/", {"official_code": "38168053"}, 422),
        ("/units/NORTH/official-code/", {"official_code": "38.168.053"}, 302),
    ],
)  # fmt: skip
def test_form_takes_or_refuses(cast: Any, signed_in: Any, url: str, values: dict[str, str], status: int) -> None:
    assert signed_in("root_officer").post(url, values).status_code == status


def test_committee_is_corrected_on_its_page(cast: Any, signed_in: Any) -> None:
    term = begin(cast)
    browser = signed_in("root_officer")
    url = f"/units/NORTH/committees/{term.pk}/correct/"

    answer = browser.post(url, {**TERM, "deputies": "1", "because": "Nhập nhầm", "seen": "1"})

    term.refresh_from_db()
    assert (browser.get(url).status_code, answer.status_code, term.deputies) == (200, 302, 1)


@pytest.mark.puts_right("org.OfficeTerm")
def test_office_is_corrected_held_again_and_withdrawn(cast: Any, signed_in: Any) -> None:
    term = begin(cast)
    held = seat(cast, term, Office.SECRETARY)
    browser = english(signed_in("root_officer"))
    address = f"/units/NORTH/offices/{held.pk}"
    actions.leave_office(held, until_on=date(2020, 12, 1), by=cast.person("root_officer"), on=cast.today)

    form = browser.get(f"{address}/correct/").context["form"]
    browser.post(f"{address}/correct/", filled_in(form, until_on="", decision="9-NQ/ĐH", because="Nhập nhầm"))
    held.refresh_from_db()
    page = browser.get(term.get_absolute_url())
    browser.post(f"{address}/withdraw/", {"reason": "Nhập nhầm người"})

    assert (held.until_on, held.decision) == (None, "9-NQ/ĐH")
    assert any("Until: 01/12/2020 → –" in line[2] for line in history_of(page))
    assert not OfficeTerm.objects.filter(pk=held.pk).exists()


@pytest.mark.puts_right("org.Consent", "org.CommitteeTerm")
def test_consent_and_committee_are_corrected_and_withdrawn(cast: Any, signed_in: Any) -> None:
    by = {"by": cast.person("root_officer"), "on": cast.today}
    consent = actions.record_consent(
        cast.unit("north"), "section", number="5-CV", decided_on=date(2020, 6, 1), issuer="Đảng ủy", **by
    )
    used, slip = begin(cast), begin(cast, kind="inspection", committee_size=3)
    seat(cast, used, Office.SECRETARY)
    browser = english(signed_in("root_officer"))
    address = f"/units/NORTH/consents/{consent.pk}"

    form = browser.get(f"{address}/correct/").context["form"]
    browser.post(f"{address}/correct/", filled_in(form, number="6-CV", because="Nhập nhầm"))
    consent.refresh_from_db()
    browser.post(f"{address}/withdraw/", {"reason": "Nhập nhầm đơn vị"})
    answers = [
        browser.post(f"/units/NORTH/committees/{term.pk}/withdraw/", {"reason": "Nhập nhầm"}).status_code
        for term in (used, slip)
    ]

    assert (consent.number, Consent.objects.count()) == ("6-CV", 0)
    assert answers == [422, 302]
    assert list(CommitteeTerm.objects.all()) == [used]


@pytest.mark.parametrize(("who", "status"), [("north_secretary", 403), ("south_officer", 404), ("north_officer", 200)])
def test_committee_form_opens_to_the_board_of_the_unit(signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get("/units/NORTH/committees/new/").status_code == status


def test_unit_page_leads_to_its_committees(signed_in: Any) -> None:
    assert "/units/NORTH/committees/" in signed_in("north_a_secretary").get("/units/NORTH/").content.decode()
