"""Cards and yearly papers of a member: noted, corrected, withdrawn."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.members import checks
from tongket.members.models import Card, Member, YearlyPaper
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person

VERB = "member.write"


# --- Cards -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def issue_card(
    member: Member, *, number: str, issued_on: date, reason: str, document: str = "", by: Person, on: date
) -> Card:
    """Note a card that a member was given; the latest one gives the record its number.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, VERB, member, on=on)
    number = text.clean(number)
    _check_card(member, number, issued_on, on=on)
    earlier = member.cards.first()
    card = Card.objects.create(
        member=member,
        unit=member.unit,
        number=number,
        issued_on=issued_on,
        reason=reason,
        document=text.clean(document),
        number_before=member.card_number if earlier is None else earlier.number_before,
    )
    audit.record(by, VERB, member, on=on, fields=["card"])
    if _is_latest(card):
        _write_number(member, number, by=by, because=str(card.get_reason_display()))
    return card


@transaction.atomic
def correct_card(
    card: Card,
    *,
    number: str,
    issued_on: date,
    reason: str,
    document: str = "",
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Card:
    """Correct a card; the number on the record follows the latest. Raises NotAllowed, ValidationError, Conflict."""
    number = text.clean(number)
    _check_card(card.member, number, issued_on, on=on, but=card)
    correcting.correct(
        card,
        verb=VERB,
        because=because,
        paper=paper,
        seen=seen,
        by=by,
        on=on,
        number=number,
        issued_on=issued_on,
        reason=reason,
        document=text.clean(document),
    )
    latest = card.member.cards.latest("issued_on")
    _write_number(card.member, latest.number, by=by, because=because)
    return card


@transaction.atomic
def withdraw_card(card: Card, *, reason: str, by: Person, on: date) -> Member:
    """Take back a card noted by a slip: the record has the number from before. Raises NotAllowed, ValidationError."""
    member, before, was_latest = card.member, card.number_before, _is_latest(card)
    correcting.withdraw(card, verb=VERB, reason=reason, by=by, on=on)
    if was_latest:
        latest = member.cards.order_by("issued_on").last()
        _write_number(member, latest.number if latest is not None else before, by=by, because=reason)
    return member


def _check_card(member: Member, number: str, issued_on: date, *, on: date, but: Card | None = None) -> None:
    if not number:
        raise ValidationError({"number": _("Enter the number of the card.")})
    validate.not_in_future(issued_on, "issued_on", on=on)
    if issued_on < member.party_age_from_on:
        raise ValidationError({"issued_on": _("A card is issued after the admission.")})
    others = member.cards.exclude(pk=but.pk) if but is not None else member.cards.all()
    if others.filter(issued_on=issued_on).exists():
        raise ValidationError({"issued_on": _("A card of that day has been noted already.")})
    try:
        checks.check_card(number, of=member)
    except ValidationError as refusal:
        raise ValidationError({"number": refusal.messages}) from refusal


def _is_latest(card: Card) -> bool:
    return not card.member.cards.filter(issued_on__gt=card.issued_on).exists()


def _write_number(member: Member, number: str, *, by: Person, because: str) -> None:
    if member.card_number != number:
        saving.update(member, seen=member.version, by=by, because=because, card_number=number)


# --- Yearly papers ---------------------------------------------------------------------------------------------------


@transaction.atomic
def receive_paper(
    member: Member, *, kind: str, year: int, received_on: date, from_body: str = "", by: Person, on: date
) -> YearlyPaper:
    """Note that a yearly paper came: no content, no result. Raises NotAllowed, ValidationError.

    Source: R-MEM-18, R-MEM-19.
    """
    access.require(by, VERB, member, on=on)
    from_body = text.clean(from_body)
    _check_paper(member, kind, year, received_on, from_body, on=on)
    paper = YearlyPaper.objects.create(
        member=member, unit=member.unit, kind=kind, year=year, received_on=received_on, from_body=from_body
    )
    audit.record(by, VERB, member, on=on, fields=["yearly_paper"])
    return paper


@transaction.atomic
def correct_paper(
    row: YearlyPaper,
    *,
    kind: str,
    year: int,
    received_on: date,
    from_body: str = "",
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> YearlyPaper:
    """Correct what was noted of a yearly paper. Raises NotAllowed, ValidationError, Conflict."""
    from_body = text.clean(from_body)
    _check_paper(row.member, kind, year, received_on, from_body, on=on, but=row)
    return correcting.correct(
        row,
        verb=VERB,
        because=because,
        paper=paper,
        seen=seen,
        by=by,
        on=on,
        kind=kind,
        year=year,
        received_on=received_on,
        from_body=from_body,
    )


@transaction.atomic
def withdraw_paper(row: YearlyPaper, *, reason: str, by: Person, on: date) -> Member:
    """Take back a yearly paper noted by a slip. Raises NotAllowed, ValidationError."""
    member = row.member
    correcting.withdraw(row, verb=VERB, reason=reason, by=by, on=on)
    return member


def _check_paper(
    member: Member,
    kind: str,
    year: int,
    received_on: date,
    from_body: str,
    *,
    on: date,
    but: YearlyPaper | None = None,
) -> None:
    validate.not_in_future(received_on, "received_on", on=on)
    if not member.party_age_from_on.year <= year <= on.year:
        raise ValidationError({"year": _("The year lies between the admission and this year.")})
    if kind == YearlyPaper.Kind.RESIDENCE and not from_body:
        raise ValidationError({"from_body": _("Enter the cell or committee at the place of residence.")})
    others = member.yearly_papers.exclude(pk=but.pk) if but is not None else member.yearly_papers.all()
    if others.filter(kind=kind, year=year).exists():
        raise ValidationError({"year": _("This paper has been noted for that year already.")})
