"""Registering directives, passing them on, recording how they were studied and carried out."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.directives import rules
from tongket.directives.models import ActionProgramme, Directive, Kind, Receipt, StudySession
from tongket.org import access, audit
from tongket.org.models import Person, Unit


@transaction.atomic
def register(
    kind: str, number: str, symbol: str, issued_on: date | None, issuer: str, subject: str, *, by: Person, on: date
) -> Directive:
    """Enter a directive in the register.

    Raises NotAllowed, ValidationError (also when it is there already: R-DOC-06).
    """
    writers = access.POLICIES["directive.write"].grants
    office = next((grant for grant in by.running_grants(on) if grant.domain in writers), None)
    if office is None:
        raise access.NotAllowed("directive.write")
    if kind not in Kind.values:
        raise ValidationError({"kind": _("Choose what kind of document it is.")})
    issuer, subject = text.clean(issuer), text.clean(subject)
    if not issuer:
        raise ValidationError({"issuer": _("Say who issued the document.")})
    if not subject:
        raise ValidationError({"subject": _("Say what the document is about.")})
    if issued_on is not None and issued_on > on:
        raise ValidationError({"issued_on": _not_yet(issued_on)})
    number, symbol = _number(number), _symbol(symbol)
    same = Directive.objects.filter(issuer=issuer, symbol=symbol, number=number)
    if same.filter(Q(issued_on=issued_on) if issued_on else Q(issued_on__isnull=True)).exists():
        raise ValidationError(
            {
                "number": _("%(directive)s of this issuer and day is in the register already.")
                % {"directive": f"{number}-{symbol}"}
            }
        )
    directive = Directive.objects.create(
        kind=kind,
        number=number,
        symbol=symbol,
        issued_on=issued_on,
        issuer=issuer,
        subject=subject,
        subject_fold=text.fold(f"{number}-{symbol} {subject} {issuer}"),
    )
    audit.record(by, "directive.write", directive, on=on, unit=office.unit_id, fields={"symbol": directive.printed})
    return directive


@transaction.atomic
def receive(
    directive: Directive,
    unit: Unit,
    *,
    received_on: date,
    study_due_on: date | None = None,
    needs_programme: bool = False,
    by: Person,
    on: date,
) -> Receipt:
    """Record that a unit has received a directive. Raises NotAllowed, ValidationError."""
    return receive_many(
        directive,
        [unit],
        received_on=received_on,
        study_due_on=study_due_on,
        needs_programme=needs_programme,
        by=by,
        on=on,
    )[0]


@transaction.atomic
def receive_many(
    directive: Directive,
    units: Sequence[Unit],
    *,
    received_on: date,
    study_due_on: date | None = None,
    needs_programme: bool = False,
    by: Person,
    on: date,
) -> list[Receipt]:
    """Record that units have received a directive, in the order of `units`; one audit row per unit.

    Raises NotAllowed, ValidationError (a unit that has it already is named): then none is saved.
    """
    wanted = {unit.pk for unit in units}
    reached = access.scope(Unit.objects.filter(pk__in=wanted), by, "directive.write", on=on)
    if set(reached.values_list("pk", flat=True)) != wanted:
        raise access.NotAllowed("directive.write")
    if received_on > on:
        raise ValidationError({"received_on": _not_yet(received_on)})
    if directive.issued_on is not None and received_on < directive.issued_on:
        raise ValidationError(
            {
                "received_on": _("It was issued on %(day)s and cannot have been received before.")
                % {"day": dates.dmy(directive.issued_on)}
            }
        )
    if study_due_on is not None and study_due_on < received_on:
        raise ValidationError({"study_due_on": _("The day to study it by lies before the day of receipt.")})
    known = Receipt.objects.filter(directive=directive, unit__in=units).select_related("unit__place").first()
    if known is not None or len(wanted) < len(units):
        name = known.unit.place.short_name if known is not None else units[0].name
        raise ValidationError(
            {
                "units": _("%(unit)s has received %(directive)s already.")
                % {"unit": name, "directive": directive.printed}
            }
        )
    receipts = Receipt.objects.bulk_create(
        [
            Receipt(
                directive=directive,
                unit=unit,
                received_on=received_on,
                study_due_on=study_due_on,
                needs_programme=needs_programme,
            )
            for unit in units
        ],
        batch_size=500,
    )
    for receipt in receipts:
        audit.record(by, "directive.write", receipt, on=on, fields={"directive": directive.printed})
    return receipts


@transaction.atomic
def hold_study(
    receipt: Receipt,
    *,
    held_on: date,
    form: str,
    invited: int,
    present: int,
    speaker: str = "",
    by: Person,
    on: date,
) -> StudySession:
    """Record a session in which the unit studied the directive; the earliest one ends the lag.

    speaker: the office of who spoke. Raises NotAllowed, ValidationError.
    """
    access.require(by, "directive.study", receipt, on=on)
    _after_receipt(receipt, "held_on", held_on, on)
    form = text.clean(form)
    if not form:
        raise ValidationError({"form": _("Say in what form it was studied: a conference, a cell meeting, online.")})
    if invited < 1:
        raise ValidationError({"invited": _("A session needs at least one person who was invited.")})
    if not 0 <= present <= invited:
        raise ValidationError({"present": _("No more can be present than were invited.")})
    session = StudySession.objects.create(
        receipt=receipt,
        unit_id=receipt.unit_id,
        held_on=held_on,
        form=form,
        invited=invited,
        present=present,
        speaker=text.clean(speaker),
    )
    later = Q(first_studied_on__isnull=True) | Q(first_studied_on__gt=held_on)
    if Receipt.objects.filter(later, pk=receipt.pk).update(first_studied_on=held_on):
        receipt.first_studied_on = held_on
    audit.record(by, "directive.study", session, on=on, fields=["held_on", "form", "invited", "present"])
    return session


@transaction.atomic
def issue_programme(
    receipt: Receipt, *, number: str, symbol: str, issued_on: date, by: Person, on: date
) -> ActionProgramme:
    """Record the unit's own programme for a directive; the earliest one ends the lag.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "directive.study", receipt, on=on)
    _after_receipt(receipt, "issued_on", issued_on, on)
    number, symbol = _number(number), _symbol(symbol)
    if receipt.programmes.filter(number=number, symbol=symbol, issued_on=issued_on).exists():
        raise ValidationError({"number": _("%(programme)s is recorded already.") % {"programme": f"{number}-{symbol}"}})
    programme = ActionProgramme.objects.create(
        receipt=receipt, unit_id=receipt.unit_id, number=number, symbol=symbol, issued_on=issued_on
    )
    later = Q(programme_on__isnull=True) | Q(programme_on__gt=issued_on)
    if Receipt.objects.filter(later, pk=receipt.pk).update(programme_on=issued_on):
        receipt.programme_on = issued_on
    audit.record(by, "directive.study", programme, on=on, fields={"programme": programme.printed})
    return programme


def _after_receipt(receipt: Receipt, field: str, day: date, on: date) -> None:
    if day > on:
        raise ValidationError({field: _not_yet(day)})
    if day < receipt.received_on:
        raise ValidationError(
            {
                field: _("The directive was received on %(day)s; this cannot have been before.")
                % {"day": dates.dmy(receipt.received_on)}
            }
        )


def _not_yet(day: date) -> str:
    return _("%(day)s has not come yet.") % {"day": dates.dmy(day)}


def _number(written: str) -> str:
    digits = written.strip()
    if not digits.isdecimal() or not 0 < int(digits) < 100_000:
        raise ValidationError({"number": _("Write the number alone, as 08.")})
    return f"{int(digits):02d}"


def _symbol(written: str) -> str:
    try:
        return rules.parse_kind_and_issuer(written)
    except ValueError:
        raise ValidationError({"symbol": _("Write the symbol as NQ/TU: the kind, a slash, the issuer.")}) from None
