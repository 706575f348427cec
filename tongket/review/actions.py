"""The only writes of a review: begin, write, submit, return, approve, correct."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.directives.actions import numbering
from tongket.directives.kinds import Kind as Paper
from tongket.figures.counting import all_records, year_end
from tongket.figures.declare import REGISTRY, Kind
from tongket.org import access, audit, saving
from tongket.org.kinds import Kind as UnitKind
from tongket.org.models import Person, Unit
from tongket.org.saving import Conflict, update
from tongket.regulations.actions import correct_value, set_value
from tongket.regulations.models import LocalValue, Setting
from tongket.regulations.papers import paper_of
from tongket.regulations.queries import own_values
from tongket.review import queries
from tongket.review.build import build
from tongket.review.models import FreeText, FrozenFigure, FrozenText, OutlineSection, Review
from tongket.review.report import as_plain
from tongket.review.rules import MOVES, State, in_order, order_key, outline_kind, unknown_names


@transaction.atomic
def begin(
    unit: Unit, year: int, *, place: str = "", superior: str = "", cut_off: date | None = None, by: Person, on: date
) -> Review:
    """Open the draft of a unit's review, or give back the one there is. Raises NotAllowed, LookupError (no such unit
    then).
    """
    access.require(by, "review.write", unit, on=on)
    standing = queries.standing(unit, year)
    there = queries.newest(unit, year)
    if there is not None:
        return there
    if superior:
        standing = replace(standing, superior=superior)
    look = paper_of(unit, on, as_of=standing)
    review = Review.objects.create(
        unit=unit,
        year=year,
        cut_off=_checked_cut_off(year, cut_off or year_end(year)),
        place=place or look.place,
        superior=superior,
        recipients=look.recipients,
    )
    audit.record(by, "review.write", review, on=on)
    return review


@transaction.atomic
def set_details(
    review: Review,
    *,
    seen: int,
    cut_off: date,
    place: str,
    recipients: list[str],
    superior: str = "",
    by: Person,
    on: date,
) -> Review:
    """Set up to which day the figures run, and what the head and foot of the paper say. Drafts only."""
    access.require(by, "review.write", review, on=on)
    _must_be_draft(review)
    changes: dict[str, Any] = {
        "cut_off": _checked_cut_off(review.year, cut_off),
        "place": place,
        "superior": superior,
        "recipients": recipients,
    }
    update(review, seen=seen, by=by, **changes)
    audit.record(by, "review.write", review, on=on, fields=changes.keys())
    return review


@transaction.atomic
def write(review: Review, section: str, text: str, *, seen: int, by: Person, on: date) -> FreeText:
    """Write free text into a section of a draft. seen: the version that was read, 0 when there was none. Raises
    Conflict.
    """
    access.require(by, "review.write", review, on=on)
    _must_be_draft(review)
    if seen == 0:
        row, made = FreeText.objects.get_or_create(review=review, section=section, defaults={"text": text})
        if not made:
            raise Conflict(row, {"text": text})
    else:
        moved = FreeText.objects.filter(review=review, section=section, version=seen).update(
            text=text, version=F("version") + 1
        )
        row = FreeText.objects.get(review=review, section=section)
        if not moved:
            raise Conflict(row, {"text": text})
    audit.record(by, "review.write", review, on=on, fields=[f"text {section}"])
    return row


@transaction.atomic
def submit(review: Review, *, by: Person, on: date) -> None:
    """Hand a draft to the leadership for approval. Raises NotAllowed, WrongState."""
    access.require(by, "review.submit", review, on=on)
    saving.move(review, MOVES, "submit", by=by, submitted_by=by, submitted_on=on)
    audit.record(by, "review.submit", review, on=on)


@transaction.atomic
def return_(review: Review, *, reason: str, by: Person, on: date) -> None:
    """Give a submitted review back to the office with a reason. Raises NotAllowed, WrongState."""
    access.require(by, "review.approve", review, on=on)
    saving.move(review, MOVES, "return", by=by, reopen_reason=reason)
    audit.record(by, "review.return", review, on=on)


@transaction.atomic
def approve(review: Review, *, issued_on: date, term_from_on: date | None = None, by: Person, on: date) -> None:
    """Approve: give the number, freeze the text and every figure with the rows behind it.

    issued_on: the day of the paper, which takes its number from the series of reports of the term then; term_from_on:
    the first day of that term, where no committee is recorded. Raises NotAllowed, WrongState, ValidationError.
    Source: R-DOC-02.
    """
    access.require(by, "review.approve", review, on=on)
    standing = queries.standing(review.unit, review.year)
    if review.submitted_by_id == by.pk and not standing.kind.is_cell:
        raise ValidationError(
            _("Whoever submitted the review cannot approve it: another person of the leadership must.")
        )
    report = build(
        review.unit, review.year, reader=by, on=on, cut_off=review.cut_off, free=free_texts(review), is_exact=True
    )
    paper = numbering.numbered(review.unit, Paper.BC, Paper.BC, issued_on=issued_on, typed=term_from_on, on=on)
    saving.move(
        review,
        MOVES,
        "approve_own" if standing.kind.is_cell else "approve",
        by=by,
        approved_by=by,
        approved_on=on,
        issued_on=issued_on,
        number=paper["number"],
        symbol=paper["symbol"],
    )
    report = replace(report, paper=asdict(queries.paper(review, issued_on)))
    FrozenText.objects.create(review=review, body=as_plain(report))
    FrozenFigure.objects.bulk_create(
        FrozenFigure(review=review, key=key, order=order, line=vars(line), records=_rows_behind(review, key))
        for order, (key, line) in enumerate(report.figures.items())
    )
    restricted = [key for key in report.figures if REGISTRY[key].is_restricted]
    audit.record(by, "review.approve", review, on=on, fields={"figures": len(report.figures), "exact": restricted})


@transaction.atomic
def correct(review: Review, *, reason: str, by: Person, on: date) -> Review:
    """Begin a new edition of an approved review; the old one stays as issued (R-REP-04). Raises NotAllowed,
    WrongState.
    """
    access.require(by, "review.approve", review, on=on)
    if review.state != State.APPROVED:
        raise ValidationError(_("Only an approved review is corrected by a new edition; a draft is simply changed."))
    edition = Review.objects.create(
        unit=review.unit,
        year=review.year,
        edition=review.edition + 1,
        cut_off=review.cut_off,
        place=review.place,
        superior=review.superior,
        recipients=review.recipients,
        reopen_reason=reason,
    )
    FreeText.objects.bulk_create(
        FreeText(review=edition, section=text.section, text=text.text) for text in review.free_texts.all()
    )
    audit.record(by, "review.correct", edition, on=on)
    return edition


@transaction.atomic
def change_outline(
    unit: Unit,
    kind: UnitKind,
    section: str,
    *,
    year: int,
    heading: str,
    sentences: list[str],
    is_shown: bool,
    decision: str,
    by: Person,
    on: date,
) -> LocalValue:
    """Change one section for the reviews of a unit, of a year and those after it; earlier ones keep what they had.

    The common outline stays. Raises NotAllowed, ValidationError.
    """
    access.require(by, "review.write", unit, on=on)
    keys = set(REGISTRY)
    unknown = sorted({name for sentence in [*sentences, heading] for name in unknown_names(sentence, keys)})
    if unknown:
        raise ValidationError(
            _("There is no figure called: %(names)s. The list of figures is below the form.")
            % {"names": ", ".join(unknown)}
        )
    common = OutlineSection.objects.get(kind=outline_kind(kind), section=section)
    value = {"heading": heading, "sentences": sentences, "is_shown": is_shown}
    return _set_own(unit, common.key, value, year=year, decision=decision, by=by, on=on)


@transaction.atomic
def order_outline(
    unit: Unit, kind: UnitKind, *, year: int, order: list[str], seen: int, decision: str, by: Person, on: date
) -> LocalValue:
    """Put the sections in an order of the unit's own, for its reviews of a year and those after it; earlier ones keep
    theirs. seen: the version of the order that is changed, 0 where it is the common one.

    Raises NotAllowed, ValidationError (nothing changes), Conflict.
    """
    access.require(by, "review.write", unit, on=on)
    by_id = {section.section: section for section in queries.all_sections(unit, kind, year)}
    ordered = in_order({section.section: section.level for section in queries.common_sections(kind)}, order)
    if ordered == list(by_id):
        raise ValidationError(_("The sections stand in this order already."))
    value = [{"section": name, "heading": by_id[name].heading} for name in ordered]
    own = queries.own_order(unit, kind, year)
    if own is not None and own.version != seen:
        raise Conflict(own, {"value": value})
    return _set_own(unit, order_key(kind), value, year=year, decision=decision, by=by, on=on)


def _set_own(unit: Unit, key: str, value: Any, *, year: int, decision: str, by: Person, on: date) -> LocalValue:
    """What a unit says of its outline from a year on; set a second time in that year it is corrected."""
    from_on = date(year, 1, 1)
    own = own_values(unit, Setting.OUTLINE, from_on).get(key)
    if own is None or own.from_on != from_on:
        return set_value(
            unit, topic=Setting.OUTLINE, key=key, value=value, decision=decision, from_on=from_on, by=by, on=on
        )
    return correct_value(
        own, seen=own.version, reason=decision, value=value, decision=decision, from_on=from_on, by=by, on=on
    )


def free_texts(review: Review) -> dict[str, str]:
    return {row.section: row.text for row in review.free_texts.all()}


def _must_be_draft(review: Review) -> None:
    if review.state != State.DRAFT:
        raise ValidationError(
            _("Only a draft can be changed. Ask for it to be returned, or correct it by a new edition.")
        )


def _checked_cut_off(year: int, cut_off: date) -> date:
    if cut_off.year != year:
        raise ValidationError(_("The figures of %(year)s end on a day of that year.") % {"year": year})
    return cut_off


def _rows_behind(review: Review, key: str) -> list[str]:
    figure = REGISTRY[key]
    counted = figure.whole if figure.kind is Kind.RATIO and figure.whole is not None else figure
    rows = all_records(counted, unit=review.unit, year=review.year, cut_off=review.cut_off)
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
