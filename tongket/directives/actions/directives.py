"""Registering directives, passing them on, recording how they were studied and carried out."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.directives import rules
from tongket.directives.kinds import Kind, letters_fit
from tongket.directives.marks import classified_mark
from tongket.directives.models import (
    ActionProgramme,
    Directive,
    Level,
    OwnDocument,
    ProgressReview,
    Receipt,
    StudyMode,
    StudySession,
)
from tongket.org import access, audit, validate
from tongket.org.models import Person, Unit


@transaction.atomic
def register(
    kind: str,
    number: str,
    symbol: str,
    issued_on: date | None,
    issuer: str,
    subject: str,
    *,
    term: str = "",
    parent: Directive | None = None,
    by: Person,
    on: date,
) -> Directive:
    """Enter a directive in the register. parent: the directive from above that it carries out (R-DIR-04).

    Raises NotAllowed, ValidationError (also when it is there already).
    Source: R-DIR-01, R-DOC-01, R-DOC-02, R-DOC-06, R-DOC-07, R-DAT-02.
    """
    office = writing_unit(by, on)
    values = checked_values(
        kind=kind, number=number, symbol=symbol, issued_on=issued_on, issuer=issuer, subject=subject, term=term,
        parent=parent, on=on,
    )  # fmt: skip
    refuse_known(values)
    directive = Directive.objects.create(**values)
    audit.record(by, "directive.write", directive, on=on, unit=office, fields={"symbol": directive.printed})
    return directive


def writing_unit(by: Person, on: date) -> uuid.UUID:
    """The unit for which the person enters directives. Raises NotAllowed."""
    writers = access.POLICIES["directive.write"].grants
    office = next((grant for grant in by.running_grants(on) if grant.domain in writers), None)
    if office is None:
        raise access.NotAllowed("directive.write")
    return office.unit_id


def checked_values(
    *, kind: str, number: str, symbol: str, issued_on: date | None, issuer: str, subject: str, term: str,
    parent: Directive | None, on: date,
) -> dict[str, Any]:  # fmt: skip
    """The columns of a directive, as they may be stored. Raises ValidationError. Source: R-DOC-01, R-DOC-07."""
    if kind not in Kind.values:
        raise ValidationError({"kind": _("Choose what kind of document it is.")})
    issuer, subject = text.clean(issuer), text.clean(subject)
    if not issuer:
        raise ValidationError({"issuer": _("Say who issued the document.")})
    if not subject:
        raise ValidationError({"subject": _("Say what the document is about.")})
    if classified_mark(subject):
        raise ValidationError({"subject": _("The subject carries a classification mark. Do not enter it here.")})
    validate.not_in_future(issued_on, "issued_on", on=on)
    number, symbol = checked_number(number), checked_symbol(symbol)
    if not letters_fit(Kind(kind), symbol.partition("/")[0]):
        raise ValidationError(
            {"symbol": _("The letters %(symbol)s do not stand for this kind of document.") % {"symbol": symbol}}
        )
    if parent is not None and not rules.is_plausible_reference(issued_on, parent.issued_on):
        raise ValidationError(
            {"parent": _("%(directive)s is younger than this document.") % {"directive": parent.printed}}
        )
    return {
        "kind": kind,
        "number": number,
        "symbol": symbol,
        "issued_on": issued_on,
        "issuer": issuer,
        "subject": subject,
        "term": text.clean(term),
        "parent": parent,
        "subject_fold": text.fold(f"{number}-{symbol} {subject} {issuer}"),
    }


def refuse_known(values: dict[str, Any], *, besides: Directive | None = None) -> None:
    """Raise ValidationError if the register holds the document already: by its day, or by number, kind and term.

    A symbol may come again with another day, term, issuer or kind. Source: R-DOC-02, R-DOC-06.
    """
    others = Directive.objects.exclude(pk=besides.pk) if besides else Directive.objects.all()
    same = others.filter(issuer=values["issuer"], kind=values["kind"], number=values["number"])
    issued_on, term = values["issued_on"], values["term"]
    same_day = same.filter(Q(issued_on=issued_on) if issued_on else Q(issued_on__isnull=True), symbol=values["symbol"])
    in_term = same.filter(term=term) if term and values["kind"] != Kind.OTHER else same.none()
    printed = f"{values['number']}-{values['symbol']}"
    if same_day.exists():
        words = _("%(directive)s of this issuer and day is in the register already.")
        raise ValidationError({"number": words % {"directive": printed}})
    if in_term.exists():
        words = _("%(directive)s of this issuer and term is in the register already.")
        raise ValidationError({"number": words % {"directive": printed}})


@transaction.atomic
def receive(
    directive: Directive,
    unit: Unit,
    *,
    received_on: date,
    study_due_on: date | None = None,
    needs_programme: bool = False,
    level: str = "",
    study_form: str = "",
    programme_due_on: date | None = None,
    interim_due_on: date | None = None,
    final_due_on: date | None = None,
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
        level=level,
        study_form=study_form,
        programme_due_on=programme_due_on,
        interim_due_on=interim_due_on,
        final_due_on=final_due_on,
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
    level: str = "",
    study_form: str = "",
    programme_due_on: date | None = None,
    interim_due_on: date | None = None,
    final_due_on: date | None = None,
    by: Person,
    on: date,
) -> list[Receipt]:
    """Record that units have received a directive, in the order of `units`; one audit row per unit.

    level, study_form: who has to study it and how; programme_due_on only where a programme is asked for;
    interim_due_on, final_due_on: by when each holds its interim and its final review.
    Raises NotAllowed, ValidationError (a unit that has it already is named): then none is saved. Source: R-DIR-01.
    """
    wanted = {unit.pk for unit in units}
    reached = access.scope(Unit.objects.filter(pk__in=wanted), by, "directive.write", on=on)
    if set(reached.values_list("pk", flat=True)) != wanted:
        raise access.NotAllowed("directive.write")
    validate = checked_asks(
        directive, received_on=received_on, study_due_on=study_due_on, needs_programme=needs_programme, level=level,
        study_form=study_form, programme_due_on=programme_due_on, on=on,
    )  # fmt: skip
    for field, due_on in (("interim_due_on", interim_due_on), ("final_due_on", final_due_on)):
        if due_on is not None and due_on < received_on:
            raise ValidationError({field: _("A review cannot be due before the day of receipt.")})
    if interim_due_on and final_due_on and interim_due_on >= final_due_on:
        raise ValidationError({"final_due_on": _("The final review comes after the interim one.")})
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
        [Receipt(directive=directive, unit=unit, **validate) for unit in units], batch_size=500
    )
    kinds = ((ProgressReview.Kind.INTERIM, interim_due_on), (ProgressReview.Kind.FINAL, final_due_on))
    ProgressReview.objects.bulk_create(
        [
            ProgressReview(unit_id=receipt.unit_id, receipt=receipt, kind=kind, due_on=due_on)
            for receipt in receipts
            for kind, due_on in kinds
            if due_on is not None
        ],
        batch_size=500,
    )
    for receipt in receipts:
        audit.record(by, "directive.write", receipt, on=on, fields={"directive": directive.printed})
    return receipts


def checked_asks(
    directive: Directive, *, received_on: date, study_due_on: date | None, needs_programme: bool, level: str,
    study_form: str, programme_due_on: date | None, on: date,
) -> dict[str, Any]:  # fmt: skip
    """What a unit is asked to do with a directive, as it may be stored. Raises ValidationError. Source: R-DIR-01."""
    validate.not_in_future(received_on, "received_on", on=on)
    if directive.issued_on is not None and received_on < directive.issued_on:
        words = _("It was issued on %(day)s and cannot have been received before.")
        raise ValidationError({"received_on": words % {"day": dates.dmy(directive.issued_on)}})
    if study_due_on is not None and study_due_on < received_on:
        raise ValidationError({"study_due_on": _("The day to study it by lies before the day of receipt.")})
    if programme_due_on is not None and not needs_programme:
        raise ValidationError({"programme_due_on": _("No programme is asked for: leave its day empty.")})
    if programme_due_on is not None and programme_due_on < received_on:
        raise ValidationError({"programme_due_on": _("The programme cannot be due before the day of receipt.")})
    if level and level not in Level.values:
        raise ValidationError({"level": _("Please choose from the list.")})
    if study_form and study_form not in StudyMode.values:
        raise ValidationError({"study_form": _("Please choose from the list.")})
    return {
        "received_on": received_on,
        "study_due_on": study_due_on,
        "needs_programme": needs_programme,
        "level": level,
        "study_form": study_form,
        "programme_due_on": programme_due_on,
    }


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

    speaker: the office of who spoke; invited, present: numbers, never names. Raises NotAllowed, ValidationError.
    Source: R-DIR-01, R-DIR-06.
    """
    access.require(by, "directive.study", receipt, on=on)
    values = checked_session(
        receipt, held_on=held_on, form=form, invited=invited, present=present, speaker=speaker, on=on
    )
    session = StudySession.objects.create(receipt=receipt, unit_id=receipt.unit_id, **values)
    keep_study(receipt)
    audit.record(by, "directive.study", session, on=on, fields=["held_on", "form", "invited", "present"])
    return session


def checked_session(
    receipt: Receipt, *, held_on: date, form: str, invited: int, present: int, speaker: str, on: date
) -> dict[str, Any]:
    """The columns of a study session. Raises ValidationError. Source: R-DIR-06."""
    after_receipt(receipt, "held_on", held_on, on)
    form = text.clean(form)
    if not form:
        raise ValidationError({"form": _("Say in what form it was studied: a conference, a cell meeting, online.")})
    if invited < 1:
        raise ValidationError({"invited": _("A session needs at least one person who was invited.")})
    if not 0 <= present <= invited:
        raise ValidationError({"present": _("No more can be present than were invited.")})
    return {
        "held_on": held_on, "form": form, "invited": invited, "present": present, "speaker": text.clean(speaker),
    }  # fmt: skip


@transaction.atomic
def issue_programme(
    receipt: Receipt,
    *,
    number: str = "",
    symbol: str = "",
    issued_on: date | None = None,
    document: OwnDocument | None = None,
    by: Person,
    on: date,
) -> ActionProgramme:
    """Record the unit's own programme for a directive; the earliest one ends the lag.

    document: the signed document of the unit that it is; number, symbol and day then come from it.
    Raises NotAllowed, ValidationError. Source: R-DIR-04, R-DOC-07.
    """
    access.require(by, "directive.study", receipt, on=on)
    values = checked_programme(receipt, number=number, symbol=symbol, issued_on=issued_on, document=document, on=on)
    if receipt.programmes.filter(
        number=values["number"], symbol=values["symbol"], issued_on=values["issued_on"]
    ).exists():
        printed = f"{values['number']}-{values['symbol']}"
        raise ValidationError({"number": _("%(programme)s is recorded already.") % {"programme": printed}})
    programme = ActionProgramme.objects.create(receipt=receipt, unit_id=receipt.unit_id, **values)
    keep_programme(receipt)
    audit.record(by, "directive.study", programme, on=on, fields={"programme": programme.printed})
    return programme


def checked_programme(
    receipt: Receipt, *, number: str, symbol: str, issued_on: date | None, document: OwnDocument | None, on: date
) -> dict[str, Any]:
    """The columns of a programme. Raises ValidationError. Source: R-DOC-01, R-DOC-07."""
    if document is not None:
        if document.unit_id != receipt.unit_id or document.state != OwnDocument.State.SIGNED:
            raise ValidationError({"document": _("Choose a signed document of this unit.")})
        number, symbol, issued_on = str(document.number), document.symbol, document.issued_on
    if issued_on is None:
        raise ValidationError({"issued_on": _("Write the day on which it was issued.")})
    after_receipt(receipt, "issued_on", issued_on, on)
    return {
        "number": checked_number(number), "symbol": checked_symbol(symbol), "issued_on": issued_on,
        "document": document,
    }  # fmt: skip


def keep_study(receipt: Receipt) -> None:
    """Keep on the receipt the day of its first session, which ends the lag; whoever else records one waits."""
    Receipt.objects.select_for_update().get(pk=receipt.pk)
    receipt.first_studied_on = receipt.sessions.aggregate(day=Min("held_on"))["day"]
    Receipt.objects.filter(pk=receipt.pk).update(first_studied_on=receipt.first_studied_on)


def keep_programme(receipt: Receipt) -> None:
    """Keep on the receipt the day of its first programme, which ends the lag; whoever else records one waits."""
    Receipt.objects.select_for_update().get(pk=receipt.pk)
    receipt.programme_on = receipt.programmes.aggregate(day=Min("issued_on"))["day"]
    Receipt.objects.filter(pk=receipt.pk).update(programme_on=receipt.programme_on)


def after_receipt(receipt: Receipt, field: str, day: date, on: date) -> None:
    validate.not_in_future(day, field, on=on)
    if day < receipt.received_on:  # what answers a directive is not older than it (R-DOC-07)
        raise ValidationError(
            {
                field: _("The directive was received on %(day)s; this cannot have been before.")
                % {"day": dates.dmy(receipt.received_on)}
            }
        )


def checked_number(written: str) -> str:
    digits = written.strip()
    if not digits.isdecimal() or not 0 < int(digits) < 100_000:
        raise ValidationError({"number": _("Write the number alone, as 08.")})
    return f"{int(digits):02d}"


def checked_symbol(written: str) -> str:
    try:
        return rules.parse_kind_and_issuer(written)
    except ValueError:
        raise ValidationError({"symbol": _("Write the symbol as NQ/TU: the kind, a slash, the issuer.")}) from None
