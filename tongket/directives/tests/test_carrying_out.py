"""What units make of a directive: what is asked, coverage, programmes handed down, reviews, who owes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.directives import actions, queries
from tongket.directives.models import ActionProgramme, Directive, ProgressReview, Receipt
from tongket.directives.tests.make import DUE, RECEIVED, make_directive, make_receipt
from tongket.directives.tests.test_documents import signed
from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.org.models import HistoryRow
from tongket.org.saving import Conflict
from tongket.pages import due

PLAN: dict[str, Any] = {
    "received_on": RECEIVED,
    "study_due_on": DUE,
    "needs_programme": True,
    "level": "all_members",
    "study_form": "meeting",
    "programme_due_on": date(2020, 12, 20),
    "interim_due_on": date(2020, 12, 28),
    "final_due_on": date(2025, 6, 30),
}


def studied(cast: Any, receipt: Receipt, day: date = date(2020, 11, 20), **fields: Any) -> Any:
    given = {"form": "Hội nghị", "invited": 20, "present": 19, **fields}
    return actions.hold_study(receipt, held_on=day, **given, by=cast.person("root_clerk"), on=cast.today)


def with_programme(cast: Any, receipt: Receipt, number: str = "12", symbol: str = "CTr/ĐU") -> ActionProgramme:
    return actions.issue_programme(
        receipt, number=number, symbol=symbol, issued_on=date(2020, 12, 1), by=cast.person("root_clerk"), on=cast.today
    )


@pytest.mark.rule("R-DIR-01")
def test_a_directive_goes_down_with_all_that_is_asked(cast: Any) -> None:
    units = [cast.unit("north"), cast.unit("north_a")]

    made = actions.receive_many(make_directive(), units, **PLAN, by=cast.person("root_clerk"), on=cast.today)

    kept = Receipt.objects.get(pk=made[1].pk)
    assert (kept.level, kept.study_form, kept.programme_due_on) == ("all_members", "meeting", date(2020, 12, 20))
    assert [(one.kind, one.due_on) for one in kept.reviews.all()] == [
        ("interim", date(2020, 12, 28)), ("final", date(2025, 6, 30)),
    ]  # fmt: skip


@pytest.mark.rule("R-DIR-01", "R-DOC-07")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": date(2020, 10, 19)}, "received_on"),  # before the day of issue
        ({"received_on": date(2021, 1, 5)}, "received_on"),
        ({"study_due_on": date(2020, 11, 1)}, "study_due_on"),
        ({"needs_programme": False}, "programme_due_on"),
        ({"programme_due_on": date(2020, 11, 1)}, "programme_due_on"),
        ({"level": "everybody"}, "level"),
        ({"study_form": "quiz"}, "study_form"),
        ({"interim_due_on": date(2020, 11, 1)}, "interim_due_on"),
        ({"final_due_on": date(2020, 12, 28)}, "final_due_on"),
    ],
)
def test_what_is_asked_has_to_be_possible(cast: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.receive_many(
            make_directive(), [cast.unit("north")], **{**PLAN, **changes}, by=cast.person("root_clerk"), on=cast.today
        )

    assert list(refusal.value.error_dict) == [field]
    assert not Receipt.objects.exists()


@pytest.mark.rule("R-DIR-02", "R-DIR-06")
def test_a_unit_confirms_two_numbers_and_the_figures_add_them_up(cast: Any) -> None:
    directive = make_directive()
    for unit, covered, to_cover in (("north_a", 18, 20), ("north_b", 9, 10)):
        receipt = make_receipt(cast.unit(unit), directive)
        studied(cast, receipt)
        actions.confirm_coverage(
            receipt, covered=covered, to_cover=to_cover, seen=receipt.version, by=cast.person("north_clerk"),
            on=cast.today,
        )  # fmt: skip
    make_receipt(cast.unit("south_a"), directive)

    counted = count(
        2020, under=cast.unit("root"), figures=[REGISTRY["study_coverage_pct"], REGISTRY["cells_study_pct"]]
    )

    assert (counted.own("study_coverage_pct").part, counted.own("study_coverage_pct").whole) == (27, 30)
    assert counted.own("study_coverage_pct").value == Decimal(90)
    assert (counted.own("cells_study_pct").part, counted.own("cells_study_pct").whole) == (2, 3)
    assert HistoryRow.objects.filter(about="directives.receipt").count() == 2


@pytest.mark.rule("R-DIR-06")
@pytest.mark.parametrize(
    ("covered", "to_cover", "field"), [(21, 20, "covered"), (-1, 20, "covered"), (0, 0, "to_cover")]
)
def test_coverage_that_cannot_be_is_refused(cast: Any, covered: int, to_cover: int, field: str) -> None:
    receipt = make_receipt(cast.unit("north_a"))
    studied(cast, receipt)

    with pytest.raises(ValidationError) as refusal:
        actions.confirm_coverage(
            receipt, covered=covered, to_cover=to_cover, seen=1, by=cast.person("north_clerk"), on=cast.today
        )

    assert list(refusal.value.error_dict) == [field]


def test_coverage_is_confirmed_after_a_session_and_by_who_saw_the_last_numbers(cast: Any) -> None:
    receipt, clerk = make_receipt(cast.unit("north_a")), cast.person("north_clerk")

    with pytest.raises(ValidationError):
        actions.confirm_coverage(receipt, covered=1, to_cover=2, seen=1, by=clerk, on=cast.today)
    studied(cast, receipt)
    actions.confirm_coverage(receipt, covered=1, to_cover=2, seen=1, by=clerk, on=cast.today)

    with pytest.raises(Conflict):
        actions.confirm_coverage(receipt, covered=2, to_cover=2, seen=1, by=clerk, on=cast.today)


@pytest.mark.rule("R-DIR-02")
def test_coverage_of_a_directive_counts_cells_and_whole_organisations(cast: Any) -> None:
    directive = make_directive()
    north = make_receipt(cast.unit("north"), directive, needs_programme=True)
    south = make_receipt(cast.unit("south"), directive, needs_programme=True)
    studied(cast, make_receipt(cast.unit("north_a"), directive))
    for receipt in (north, south):
        studied(cast, receipt)
        with_programme(cast, receipt)
    actions.carry_out(
        north, carried_out_on=date(2020, 12, 30), seen=north.version, by=cast.person("north_clerk"), on=cast.today
    )

    root = queries.coverage(directive, cast.person("root_secretary"), on=cast.today)
    own = queries.coverage(directive, cast.person("south_secretary"), on=cast.today)

    assert (root.cells_done, root.cells, root.whole_done, root.organisations) == (1, 3, 1, 2)
    assert (own.cells_done, own.cells, own.whole_done, own.organisations) == (0, 1, 0, 1)
    counted = count(2020, under=cast.unit("root"), figures=[REGISTRY["directives_carried_out_pct"]])
    assert counted.own("directives_carried_out_pct").value == Decimal(50)


@pytest.mark.parametrize("day", [date(2020, 11, 30), date(2021, 1, 5)])
def test_a_programme_is_carried_out_after_it_was_issued(cast: Any, day: date) -> None:
    receipt, clerk = make_receipt(cast.unit("north")), cast.person("north_clerk")
    with pytest.raises(ValidationError):
        actions.carry_out(receipt, carried_out_on=DUE, seen=1, by=clerk, on=cast.today)
    with_programme(cast, receipt)

    with pytest.raises(ValidationError) as refusal:
        actions.carry_out(receipt, carried_out_on=day, seen=1, by=clerk, on=cast.today)

    assert list(refusal.value.error_dict) == ["carried_out_on"]


@pytest.mark.rule("R-DIR-04")
def test_a_programme_becomes_a_directive_for_the_units_below_and_stays_linked(cast: Any) -> None:
    source = make_directive(issued_on=date(2020, 10, 25))
    programme = with_programme(cast, make_receipt(cast.unit("north"), source), "03", "NQ/ĐU")
    plan = {"received_on": date(2020, 12, 17), "by": cast.person("north_clerk"), "on": cast.today}

    (first,) = actions.hand_on(programme, [cast.unit("north_a")], study_due_on=date(2020, 12, 30), **plan)
    (again,) = actions.hand_on(programme, [cast.unit("north_b")], **plan)

    directive = first.directive
    assert again.directive == directive
    assert (directive.parent, directive.kind, directive.printed) == (source, "NQ", "03-NQ/ĐU")
    assert directive.issuer == "Đảng bộ Sở Phương Bắc"
    assert set(directive.receipts.values_list("unit__code", flat=True)) == {"NORTH-A", "NORTH-B"}
    assert list(source.children.all()) == [directive]


@pytest.mark.rule("R-DIR-04")
@pytest.mark.parametrize("target", ["north", "south_a", "root"])
def test_a_programme_goes_to_no_unit_that_is_not_below(cast: Any, target: str) -> None:
    programme = with_programme(cast, make_receipt(cast.unit("north")))

    with pytest.raises(ValidationError) as refusal:
        actions.hand_on(programme, [cast.unit(target)], received_on=DUE, by=cast.person("root_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == ["units"]
    assert Directive.objects.count() == 1


@pytest.mark.rule("R-DIR-04")
def test_a_programme_can_be_a_document_of_our_own_register(cast: Any) -> None:
    receipt = make_receipt(cast.unit("north"))
    document = signed(cast)

    programme = actions.issue_programme(receipt, document=document, by=cast.person("north_clerk"), on=cast.today)

    assert (programme.printed, programme.issued_on) == ("01-BC/ĐU", document.issued_on)
    with pytest.raises(ValidationError):
        actions.issue_programme(
            make_receipt(cast.unit("south"), receipt.directive), document=document, by=cast.person("south_clerk"),
            on=cast.today,
        )  # fmt: skip


def test_reviews_are_asked_for_and_held(cast: Any) -> None:
    receipt, clerk = make_receipt(cast.unit("north")), cast.person("north_clerk")
    first = actions.ask_review(receipt, kind="interim", due_on=date(2020, 12, 20), by=clerk, on=cast.today)
    actions.ask_review(receipt, kind="final", due_on=date(2025, 12, 20), by=clerk, on=cast.today)

    for kind, day, field in (
        ("interim", date(2020, 12, 20), "due_on"),
        ("final", date(2026, 1, 1), "kind"),
        ("interim", RECEIVED - timedelta(days=1), "due_on"),
        ("other", DUE, "kind"),
    ):
        with pytest.raises(ValidationError) as refusal:
            actions.ask_review(receipt, kind=kind, due_on=day, by=clerk, on=cast.today)
        assert list(refusal.value.error_dict) == [field]
    actions.hold_review(
        first, done_on=date(2020, 12, 22), document="45-BC/ĐU", seen=first.version, by=clerk, on=cast.today
    )

    assert ProgressReview.objects.get(done_on=date(2020, 12, 22)).document == "45-BC/ĐU"


def test_who_is_past_a_day_owes(cast: Any) -> None:
    directive, other = make_directive(), make_directive(number="09")
    north = make_receipt(cast.unit("north"), directive)  # study due on 2 December
    south = make_receipt(
        cast.unit("south"), directive, study_due_on=None, needs_programme=True, programme_due_on=date(2021, 1, 3)
    )
    held = make_receipt(cast.unit("south_a"), directive, study_due_on=date(2021, 1, 4))
    late = make_receipt(cast.unit("north_a"), other, study_due_on=None)
    ProgressReview.objects.create(unit=late.unit, receipt=late, kind="interim", due_on=date(2021, 1, 3))
    ProgressReview.objects.create(unit=held.unit, receipt=held, kind="interim", due_on=date(2021, 1, 4))

    owing = {
        what: set(Receipt.objects.filter(queries.owing(what, cast.today)))
        for what in ("study", "programme", "review", "any")
    }

    assert owing == {"study": {north}, "programme": {south}, "review": {late}, "any": {north, south, late}}


def test_programmes_and_reviews_wait_for_the_unit_itself(cast: Any) -> None:
    receipt = make_receipt(cast.unit("north_a"), needs_programme=True, programme_due_on=date(2021, 1, 10))
    studied(cast, receipt)
    review = ProgressReview.objects.create(unit=receipt.unit, receipt=receipt, kind="interim", due_on=date(2021, 1, 20))
    ProgressReview.objects.create(unit=receipt.unit, receipt=receipt, kind="final", due_on=date(2024, 1, 20))

    def urls(who: str) -> list[str]:
        found = due.items(cast.person(who), on=cast.today)
        return [item.action_url for item in found if "08-NQ/TU" in item.title]

    assert urls("north_a_secretary") == [
        f"{receipt.get_absolute_url()}programme/", f"/directives/reviews/{review.pk}/",
    ]  # fmt: skip
    assert urls("north_clerk") == []


@pytest.mark.parametrize("who", ["south_clerk", "north_secretary", "stranger"])
def test_deeds_need_the_right_over_the_unit(cast: Any, who: str) -> None:
    receipt = make_receipt(cast.unit("north_a"))
    studied(cast, receipt)
    person = cast.person(who)

    with pytest.raises(access.NotAllowed):
        actions.confirm_coverage(receipt, covered=1, to_cover=1, seen=1, by=person, on=cast.today)
    with pytest.raises(access.NotAllowed):
        actions.ask_review(receipt, kind="final", due_on=DUE, by=person, on=cast.today)
