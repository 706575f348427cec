"""Committees, their seats, consents and codes: what is recorded of them, and what is refused (R-ORG-04 … 14)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, seams, validate
from tongket.org import committee_rules as rules
from tongket.org.actions import correcting, people
from tongket.org.actions.grants import end_grants_of
from tongket.org.actions.offices import take_office
from tongket.org.committee_rules import Slip
from tongket.org.kinds import Kind
from tongket.org.models import CommitteeKind, CommitteeTerm, Consent, Ended, Office, OfficeTerm, Person, Unit

TERM_MONTHS, TERM_OFF = 60, 12
CELL_MONTHS, CELL_OFF = 30, 6
INSPECTION_SEATS = frozenset({Office.INSPECTION_HEAD, Office.INSPECTION_MEMBER})
IN_COMMITTEE = frozenset({Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.STANDING_MEMBER, Office.COMMITTEE_MEMBER})


def term_length(unit: Unit, on: date) -> tuple[int, int]:
    """Months of a term of the unit's committee, and how many it may be off. Source: R-ORG-08."""
    for ask in seams.LENGTHS:
        length = ask(unit, on)
        if length is not None:
            return length
    return (CELL_MONTHS, CELL_OFF) if unit.place.the_kind is Kind.CELL else (TERM_MONTHS, TERM_OFF)


@transaction.atomic
def begin_term(
    unit: Unit, kind: CommitteeKind, *, name: str, how: str, from_on: date, until_on: date, committee_size: int,
    standing_size: int = 0, deputies: int = 0, inspection_size: int = 0, congress_on: date | None = None,
    size_document: str = "", size_document_on: date | None = None, reason: str = "", by: Person, on: date,
) -> CommitteeTerm:  # fmt: skip
    """Record a committee of a unit for a term, with the sizes that the superior set.

    reason: why it departs from a rule that allows it. Raises NotAllowed, ValidationError.
    Source: R-ORG-05, R-ORG-06, R-ORG-07, R-ORG-08, R-ORG-14.
    """
    access.require(by, "office.write", unit, on=on)
    term = CommitteeTerm(
        unit=unit, kind=kind, name=text.clean(name), how=how, from_on=from_on, until_on=until_on,
        committee_size=committee_size, standing_size=standing_size, deputies=deputies,
        inspection_size=inspection_size, congress_on=congress_on, size_document=text.clean(size_document),
        size_document_on=size_document_on, reason=text.clean(reason),
    )  # fmt: skip
    check_term(term)
    term.save(force_insert=True)
    audit.record(by, "office.write", term, on=on, fields=["kind", "from_on", "until_on", "committee_size"])
    return term


@transaction.atomic
def correct_term(
    term: CommitteeTerm, *, because: str, paper: str = "", seen: int, by: Person, on: date, **changes: Any
) -> CommitteeTerm:
    """Correct a term, or record that its congress is earlier or later. Raises NotAllowed, Conflict, ValidationError."""
    access.require(by, "office.write", term, on=on)
    before = {name: getattr(term, name) for name in changes}
    for name, value in changes.items():
        setattr(term, name, text.clean(value) if isinstance(value, str) else value)
    check_term(term)
    new = {name: getattr(term, name) for name in changes}
    for name, value in before.items():
        setattr(term, name, value)
    return correcting.correct(
        term,
        verb="office.write",
        because=because,
        paper=paper,
        days=["from_on"],
        seen=seen,
        by=by,
        on=on,
        **new,
    )


def check_term(term: CommitteeTerm) -> None:
    """Raise ValidationError for what no reason can excuse, and for the rest where no reason is given."""
    kind, committee = term.unit.place.the_kind, CommitteeKind(term.kind)
    if term.until_on <= term.from_on:
        raise ValidationError({"until_on": _("A term ends after the day on which it began.")})
    earlier = CommitteeTerm.objects.filter(unit=term.unit, kind=term.kind).exclude(pk=term.pk)
    if earlier.filter(from_on__lt=term.until_on, until_on__gt=term.from_on).exists():
        raise ValidationError(
            {"from_on": _("Another term of this committee runs at that time: correct its end first.")}
        )
    if not rules.may_have(kind, committee):
        if committee is CommitteeKind.INSPECTION:
            _ask_reason(term, "kind", _("An inspection commission is formed from the grassroots committee upward."))
        else:
            words = _("This organisation is of the kind “%(kind)s”: choose its own kind of committee.")
            raise ValidationError({"kind": words % {"kind": kind.label}})
    if committee is CommitteeKind.EXECUTIVE:
        _check_standing(term)
    elif term.standing_size:
        raise ValidationError({"standing_size": _("Only an executive committee has a standing committee.")})
    months, off = term_length(term.unit, term.from_on)
    is_first = term.how == CommitteeTerm.How.APPOINTED
    if not rules.is_ordinary_length(term.from_on, term.until_on, months=months, off=off, is_first=is_first):
        words = _("A term lasts %(months)s months here, brought forward or put back by %(off)s at most: until %(day)s.")
        usual = dates.dmy(dates.months_after(term.from_on, months))
        _ask_reason(term, "until_on", words % {"months": months, "off": off, "day": usual})


def _check_standing(term: CommitteeTerm) -> None:
    slip = rules.standing_slip(term.committee_size, term.standing_size)
    if slip is Slip.WITHOUT_STANDING:
        raise ValidationError(
            {"standing_size": _("A committee of 9 or more elects a standing committee: enter its number.")}
        )
    if slip is Slip.STANDING_TOO_SMALL_COMMITTEE:
        words = _("A committee of fewer than 9 elects a secretary and deputies only: leave this at 0.")
        raise ValidationError({"standing_size": words})
    if slip is Slip.STANDING_TOO_LARGE:
        words = _("A standing committee is a third of the committee at most: here %(most)s.")
        _ask_reason(term, "standing_size", words % {"most": term.committee_size // 3})


def _ask_reason(term: CommitteeTerm, field: str, words: str) -> None:
    if len(term.reason) < validate.SHORTEST:
        raise ValidationError({field: words, "reason": _("Say on what text or decision this rests.")})


# --- Seats -----------------------------------------------------------------------------------------------------------


def check_seat(term: CommitteeTerm, office: Office) -> None:
    """Raise ValidationError unless the office is one of that committee. Source: R-ORG-07."""
    is_inspection = term.kind == CommitteeKind.INSPECTION
    if office not in (INSPECTION_SEATS if is_inspection else IN_COMMITTEE):
        raise ValidationError({"office": _("This office is no seat of that committee.")})


def open_seats(term: CommitteeTerm, on: date) -> dict[str, int]:
    """How many seats are vacant, by what they are: committee, standing, deputies. Source: R-ORG-14."""
    rows = term.seats.on(on)
    seats = list(rows.values_list("person_id", "office"))
    people = {person for person, _office in seats}
    standing = {
        person
        for person, office in seats
        if office in {Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.STANDING_MEMBER}
    }
    deputies = [person for person, office in seats if office == Office.DEPUTY_SECRETARY]
    return {
        "committee": rules.vacancies(term.committee_size, len(people)),
        "standing": rules.vacancies(term.standing_size, len(standing)),
        "deputies": rules.vacancies(term.deputies, len(deputies)),
    }


@transaction.atomic
def fill_seat(
    term: CommitteeTerm, *, full_name: str, card_number: str = "", office: str, by: Person, on: date,
    person: Person | None = None, is_another: bool = False, **fields: Any,
) -> OfficeTerm:  # fmt: skip
    """Record that somebody was elected or appointed to a committee: the one whose card number is given, else by name.

    person, is_another: as `people.named` takes them; fields: as take_office. Raises NotAllowed, ValidationError.
    """
    access.require(by, "office.write", term, on=on)
    check_seat(term, Office(office))
    card = card_number.strip()
    if card and person is None:
        holders = candidates(term.unit, full_name, card)
        if len(holders) != 1:
            raise ValidationError({"card_number": _("Nobody in this unit has that name and card number.")})
        person = holders[0]
    holder = people.named(full_name, person=person, is_another=is_another, by=by, verb="office.write", on=on)
    return take_office(holder, term.unit, Office(office), committee=term, by=by, on=on, **fields)


@transaction.atomic
def correct_office(
    term: OfficeTerm, *, because: str, paper: str = "", seen: int, by: Person, on: date, **changes: Any
) -> OfficeTerm:
    """Correct the paper of an office and its days, or add the superior's approval; without an end it is held again.

    changes: decision, how, from_on, until_on (of one that has ended), approval, approved_on.
    Raises NotAllowed, Conflict, ValidationError. Source: R-ORG-09.
    """
    access.require(by, "office.write", term, on=on)
    from_on, until_on = changes.get("from_on", term.from_on), changes.get("until_on", term.until_on)
    approved_on = changes.get("approved_on", term.approved_on)
    if until_on is not None and from_on >= until_on:
        raise ValidationError({"from_on": _("An office ends after the day on which it began.")})
    if approved_on is not None and approved_on < from_on:
        raise ValidationError({"approved_on": _("The approval follows the election or the appointment.")})
    if until_on is None and term.until_on is not None:
        changes["ended_because"] = ""
    return correcting.correct(
        term,
        verb="office.write",
        because=because,
        paper=paper,
        days=["from_on", "until_on"],
        seen=seen,
        by=by,
        on=on,
        **changes,
    )


@transaction.atomic
def withdraw_office(term: OfficeTerm, *, reason: str, by: Person, on: date) -> None:
    """Take back an office that was entered by a slip, while no right was given by it. Raises NotAllowed,
    ValidationError.
    """
    correcting.withdraw(term, verb="office.write", reason=reason, days=["from_on"], by=by, on=on)


@transaction.atomic
def withdraw_term(term: CommitteeTerm, *, reason: str, by: Person, on: date) -> None:
    """Take back a committee that was entered by a slip, while nobody sits in it. Raises NotAllowed, ValidationError."""
    correcting.withdraw(term, verb="office.write", reason=reason, days=["from_on"], by=by, on=on)


@transaction.atomic
def end_seats(person: Person, *, on: date, why: str, by: Person | None, stays_under: Unit | None = None) -> int:
    """End the seats in committees that a person holds, as what happened to the membership requires; how many ended.

    Members' endings and transfers call it inside their own action, whose right they have checked. why: a code of
    Ended; any other, such as a temporary transfer, ends nothing; a death ends all offices. stays_under: after a
    transfer the new unit; seats in committees of it and of units above it stay. Source: R-ORG-12.
    """
    if not rules.ends_a_seat(why):
        return 0
    terms = OfficeTerm.objects.filter(person=person).exclude(until_on__lte=on)
    if why != Ended.DECEASED:
        terms = terms.filter(office__in=rules.SEATS)
    if stays_under is not None:
        place = stays_under.place
        terms = terms.exclude(unit__place__pos__lte=place.pos, unit__place__last__gte=place.last)
    ended = 0
    for term in terms.select_related("unit"):
        until_on = max(on, date.fromordinal(term.from_on.toordinal() + 1))
        moved = OfficeTerm.objects.filter(pk=term.pk, version=term.version)
        ended += moved.update(until_on=until_on, ended_because=why, version=F("version") + 1)
        audit.record(by, "office.write", term, on=on, fields=["until_on", "ended_because"])
        end_grants_of(term, until_on=until_on, by=by, on=on)
    return ended


# --- Consents and codes ----------------------------------------------------------------------------------------------


@transaction.atomic
def record_consent(
    unit: Unit, kind: str, *, number: str, decided_on: date, issuer: str, by: Person, on: date
) -> Consent:
    """Record the superior committee's consent to a unit outside the ordinary sizes. Raises NotAllowed,
    ValidationError. Source: R-ORG-04.
    """
    access.require(by, "office.write", unit, on=on)
    validate.not_in_future(decided_on, "decided_on", on=on)
    if Consent.objects.filter(unit=unit, kind=kind, decided_on=decided_on).exists():
        raise ValidationError({"number": _("This consent has been recorded already.")})
    consent = Consent.objects.create(
        unit=unit, kind=kind, number=text.clean(number), decided_on=decided_on, issuer=text.clean(issuer)
    )
    audit.record(by, "office.write", consent, on=on, fields=["kind", "number", "decided_on"])
    return consent


@transaction.atomic
def correct_consent(
    row: Consent,
    *,
    kind: str,
    number: str,
    decided_on: date,
    issuer: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Consent:
    """Correct a consent of the superior committee. Raises NotAllowed, ValidationError, Conflict. Source: R-ORG-04."""
    validate.not_in_future(decided_on, "decided_on", on=on)
    if Consent.objects.filter(unit=row.unit, kind=kind, decided_on=decided_on).exclude(pk=row.pk).exists():
        raise ValidationError({"number": _("This consent has been recorded already.")})
    return correcting.correct(
        row,
        verb="office.write",
        because=because,
        paper=paper,
        days=["decided_on"],
        seen=seen,
        by=by,
        on=on,
        kind=kind,
        number=text.clean(number),
        decided_on=decided_on,
        issuer=text.clean(issuer),
    )


@transaction.atomic
def withdraw_consent(row: Consent, *, reason: str, by: Person, on: date) -> None:
    """Take back a consent that was entered by a slip. Raises NotAllowed, ValidationError."""
    correcting.withdraw(row, verb="office.write", reason=reason, days=["decided_on"], by=by, on=on)


@transaction.atomic
def set_official_code(unit: Unit, code: str, *, by: Person, on: date) -> None:
    """Keep the code that the authorities gave a unit, or none. Raises NotAllowed, ValidationError. Source: R-ORG-13."""
    access.require(by, "unit.write", unit, on=on)
    code = code.strip()
    if code and not rules.is_official_code(code):
        raise ValidationError({"official_code": _("The code has groups of 2.3.3.3.3 digits, like 38.168.053.000.001.")})
    Unit.objects.filter(pk=unit.pk).update(official_code=code, version=F("version") + 1)
    unit.official_code = code
    audit.record(by, "unit.write", unit, on=on, unit=unit, fields=["official_code"])


def candidates(unit: Unit, full_name: str, card_number: str) -> list[Person]:
    """Persons known in the unit or under it by that name and card number."""
    return [person for ask in seams.PEOPLE for person in ask(unit, full_name, card_number)]
