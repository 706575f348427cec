"""The programmes by which units carry directives out: recording, handing on, carrying out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.directives.actions.receipts import after_receipt, receive_many
from tongket.directives.actions.register import checked_number, checked_symbol, register
from tongket.directives.kinds import kind_of_letters
from tongket.directives.models import ActionProgramme, OwnDocument, Receipt
from tongket.directives.rules import DocumentState
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit


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


@transaction.atomic
def hand_on(
    programme: ActionProgramme,
    units: Sequence[Unit],
    *,
    received_on: date,
    study_due_on: date | None = None,
    needs_programme: bool = False,
    by: Person,
    on: date,
) -> list[Receipt]:
    """Make the programme of a unit a directive for units under it, linked to the one that it carries out.

    08-NQ/TU → 03-NQ/ĐUK → the programme of the grassroots → the resolution of the cell. Handed on again, it goes to
    further units. Raises NotAllowed, ValidationError. Source: R-DIR-04.
    """
    access.require(by, "directive.write", programme, on=on)
    receipt = programme.receipt
    place = receipt.unit.place
    outside = [unit for unit in units if not place.pos < unit.place.pos <= place.last]
    if outside or not units:
        raise ValidationError({"units": _("A programme is handed on to units under its own.")})
    directive = programme.directive
    if directive is None:
        source = receipt.directive
        directive = register(
            kind=kind_of_letters(programme.symbol.partition("/")[0]),
            number=programme.number,
            symbol=programme.symbol,
            issued_on=programme.issued_on,
            issuer=place.name,
            subject=f"Thực hiện {source.printed}: {source.subject}"[:400],
            parent=source,
            by=by,
            on=on,
        )
        saving.update(programme, seen=programme.version, by=by, directive=directive)
    return receive_many(
        directive,
        units,
        received_on=received_on,
        study_due_on=study_due_on,
        needs_programme=needs_programme,
        by=by,
        on=on,
    )


@transaction.atomic
def carry_out(receipt: Receipt, *, carried_out_on: date, seen: int, by: Person, on: date) -> Receipt:
    """Record that the unit has carried its programme out. Raises NotAllowed, ValidationError, Conflict.

    Source: R-DIR-02.
    """
    access.require(by, "directive.study", receipt, on=on)
    if receipt.programme_on is None:
        raise ValidationError(_("Without a programme there is nothing to carry out: record the programme first."))
    validate.not_in_future(carried_out_on, "carried_out_on", on=on)
    if carried_out_on < receipt.programme_on:
        words = _("The programme is of %(day)s; it cannot have been carried out before.")
        raise ValidationError({"carried_out_on": words % {"day": dates.dmy(receipt.programme_on)}})
    saving.update(receipt, seen=seen, by=by, carried_out_on=carried_out_on)
    audit.record(by, "directive.study", receipt, on=on, fields=["carried_out_on"])
    return receipt


@transaction.atomic
def correct_programme(
    programme: ActionProgramme,
    *,
    number: str,
    symbol: str,
    issued_on: date,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> ActionProgramme:
    """Correct number, symbol and day of a programme that is no document of the own register; the lag goes along.

    Raises NotAllowed, ValidationError, Conflict.
    """
    if programme.document is not None:
        raise ValidationError(_("Number and day come from the signed document: choose another one, or correct that."))
    receipt = programme.receipt
    values = checked_programme(receipt, number=number, symbol=symbol, issued_on=issued_on, document=None, on=on)
    key = {name: values[name] for name in ("number", "symbol", "issued_on")}
    if receipt.programmes.filter(**key).exclude(pk=programme.pk).exists():
        printed = f"{values['number']}-{values['symbol']}"
        raise ValidationError({"number": _("%(programme)s is recorded already.") % {"programme": printed}})
    if receipt.carried_out_on is not None and receipt.carried_out_on < issued_on:
        words = _("The programme is of %(day)s; it cannot have been carried out before.")
        raise ValidationError({"issued_on": words % {"day": dates.dmy(issued_on)}})
    correcting.correct(
        programme,
        verb="directive.study",
        because=because,
        paper=paper,
        days=["issued_on"],
        seen=seen,
        by=by,
        on=on,
        **key,
    )
    keep_programme(receipt)
    return programme


@transaction.atomic
def remove_programme(programme: ActionProgramme, *, reason: str, by: Person, on: date) -> None:
    """Remove a programme entered by a slip. Raises NotAllowed, ValidationError (it was handed on, or carried out)."""
    if programme.directive is not None:
        raise ValidationError(_("It was handed on to units below: remove that directive first."))
    receipt = programme.receipt
    if receipt.carried_out_on is not None and receipt.programmes.count() == 1:
        raise ValidationError(_("The programme is recorded as carried out."))
    correcting.withdraw(programme, verb="directive.study", reason=reason, days=["issued_on"], by=by, on=on)
    keep_programme(receipt)


def checked_programme(
    receipt: Receipt, *, number: str, symbol: str, issued_on: date | None, document: OwnDocument | None, on: date
) -> dict[str, Any]:
    """The columns of a programme. Raises ValidationError. Source: R-DOC-01, R-DOC-07."""
    if document is not None:
        if document.unit_id != receipt.unit_id or document.state != DocumentState.SIGNED:
            raise ValidationError({"document": _("Choose a signed document of this unit.")})
        number, symbol, issued_on = str(document.number), document.symbol, document.issued_on
    if issued_on is None:
        raise ValidationError({"issued_on": _("Write the day on which it was issued.")})
    after_receipt(receipt, "issued_on", issued_on, on)
    return {
        "number": checked_number(number), "symbol": checked_symbol(symbol), "issued_on": issued_on,
        "document": document,
    }  # fmt: skip


def keep_programme(receipt: Receipt) -> None:
    """Keep on the receipt the day of its first programme, which ends the lag; whoever else records one waits."""
    Receipt.objects.select_for_update().get(pk=receipt.pk)
    receipt.programme_on = receipt.programmes.aggregate(day=Min("issued_on"))["day"]
    Receipt.objects.filter(pk=receipt.pk).update(programme_on=receipt.programme_on)
