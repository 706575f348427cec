"""Keeping, revealing and erasing restricted data; asking for and answering corrections."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.core.states import Moves
from tongket.members.models import About, CorrectionRequest, FileCheck, Member, Occupation, Private, RequestState, Spell
from tongket.members.private import rules
from tongket.members.private_keys import identity_key
from tongket.members.rules import ON_ROLL
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit

NUMBERS = ("identity_number", "phone")
MOVES: Moves = {  # of a request for a correction
    "withdraw": ({RequestState.OPEN}, RequestState.WITHDRAWN),
    "correct": ({RequestState.OPEN}, RequestState.DONE),
    "refuse": ({RequestState.OPEN}, RequestState.REFUSED),
}


@transaction.atomic
def keep(
    member: Member,
    *,
    identity_number: str | None = None,
    phone: str | None = None,
    is_minority: bool,
    is_religious: bool,
    is_youth_union: bool,
    occupation: str,
    seen: int,
    by: Person,
    on: date,
) -> Private:
    """Keep the restricted data of a member; None leaves a number as it is, "" takes it out.

    seen: the version that was looked at, 0 where there was no row. No history of the values is kept, only that they
    changed. Raises NotAllowed, ValidationError (also where somebody else has saved). Source: R-MEM-21.
    """
    access.require(by, "member.restrict", member, on=on)
    if occupation not in Occupation.values:
        raise ValidationError({"occupation": _("Choose from the list.")})
    changes: dict[str, Any] = {
        "is_minority": is_minority,
        "is_religious": is_religious,
        "is_youth_union": is_youth_union,
        "occupation": occupation,
    }
    if identity_number is not None:
        changes |= _identity(member, identity_number)
    if phone is not None:
        changes["phone"] = _phone(phone)
    return _write(member, changes, "member.restrict", seen=seen, by=by, on=on)


@transaction.atomic
def keep_phone(member: Member, *, phone: str | None, seen: int, by: Person, on: date) -> Private:
    """Keep the phone of a member, as the secretary of their cell may; None leaves it as it is, "" takes it out.

    Raises as `keep`. Source: R-MEM-21.
    """
    _require_contact(member, by=by, on=on)
    changes = {} if phone is None else {"phone": _phone(phone)}
    return _write(member, changes, "member.contact", seen=seen, by=by, on=on)


def _identity(member: Member, typed: str) -> dict[str, str | None]:
    number = "".join(typed.split())
    if number and not rules.is_identity_number(number):
        raise ValidationError({"identity_number": _("An identity number has 12 digits, or 9 of the old kind.")})
    key = identity_key(number)
    if key and Private.objects.filter(identity_key=key).exclude(member=member).exists():
        raise _doubled()
    return {"identity_number": number or None, "identity_key": key}


def _doubled() -> ValidationError:
    """It does not say whose the number is: that would tell of a record outside the reader's units."""
    return ValidationError({"identity_number": _("This number stands in another record: check it.")})


def _phone(typed: str) -> str | None:
    return "".join(c for c in typed if c.isdigit() or c == "+")[:20] or None


def _write(member: Member, changes: dict[str, Any], verb: str, *, seen: int, by: Person, on: date) -> Private:
    row = Private.objects.filter(member=member).first()
    if (row.version if row else 0) != seen:
        raise _overtaken()
    changed = sorted(name for name, value in changes.items() if row is None or getattr(row, name) != value)
    try:
        with transaction.atomic():
            if row is None:
                row = Private.objects.create(member=member, unit_id=member.unit_id, **changes)
            elif changed:
                new = {name: changes[name] for name in changed}
                if not Private.objects.filter(pk=row.pk, version=seen).update(**new, version=seen + 1):
                    raise _overtaken()
                row = Private.objects.get(pk=row.pk)
    except IntegrityError as error:  # somebody else kept the number, or the first row, at the same moment
        raise _doubled() if changes.get("identity_key") else _overtaken() from error
    audit.record(by, verb, member, on=on, fields=[name for name in changed if name != "identity_key"])
    return row


def _overtaken() -> ValidationError:
    return ValidationError(_("Somebody else has changed this in the meantime."))


def _require_contact(member: Member, *, by: Person, on: date) -> None:
    """A cell has to do with the phones of those who stand in it, not of those who left."""
    access.require(by, "member.contact", member, on=on)
    if member.state not in ON_ROLL:
        raise access.NotAllowed("member.contact")


@transaction.atomic
def reveal(member: Member, *, name: str, reason: str, by: Person, on: date) -> str:
    """The number behind the mask; who, when and why is logged, and the member sees it (S-11).

    A phone is shown to the secretary of the cell too. Raises NotAllowed, ValidationError (no reason, nothing kept).
    """
    verb = "member.reveal"
    if name == "phone" and not access.may(by, verb, member, on=on):
        verb = "member.contact"
        _require_contact(member, by=by, on=on)
    access.require(by, verb, member, on=on)
    why = text.clean(reason)
    if by.pk != member.person_id and len(why) < validate.SHORTEST:
        raise ValidationError({"reason": _("Say what the number is needed for.")})
    _refuse_numbers("reason", why)
    row = Private.objects.filter(member=member).first()
    value = getattr(row, name) if row is not None and name in NUMBERS else None
    if not value:
        raise ValidationError(_("No such number is kept."))
    audit.record(by, verb, member, on=on, fields={name: "", "reason": why[:200]})
    return str(value)


def _refuse_numbers(name: str, text: str) -> None:
    """Free text is not sealed: what is kept sealed elsewhere must not come in by it."""
    if rules.holds_number(text):
        raise ValidationError({name: _("Write no identity or phone number here: it would be kept unsealed.")})


@transaction.atomic
def erase(members: Sequence[Member], *, by: Person, on: date) -> int:
    """Erase the restricted data of members who left long enough ago; a log row stays, without content.

    Raises NotAllowed; ValidationError for one who is still on the roll or left too lately. Source: R-MEM-18, S-55.
    """
    erased = 0
    for member in members:
        access.require(by, "member.restrict", member, on=on)
        last = Spell.objects.filter(member=member).order_by("-from_on").first()
        is_due = last is not None and last.until_on is not None and rules.may_be_erased(last.until_on, on)
        if member.state in ON_ROLL or not is_due:
            raise ValidationError(_("%(name)s has not left long enough ago.") % {"name": member.name})
        erased += Private.objects.filter(member=member).delete()[0]
        audit.record(by, "member.restrict", member, on=on, fields=["erased"])
    return erased


# --- Requests --------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(
    member: Member, *, about: str, wanted: str, by: Person, on: date, paper_on: date | None = None
) -> CorrectionRequest:
    """Ask for a correction of one's own record, or enter what a member has asked for on paper (S-08).

    paper_on: when the paper was handed in, from which day the answer is due; needed where somebody else enters it, who
    cannot ask for restricted data. Raises NotAllowed, ValidationError. Source: S-54, R-MEM-20.
    """
    access.require(by, "member.ask", member, on=on)
    asks_themselves = by.pk == member.person_id
    wish = text.clean(wanted)
    if about not in About.values or (about == About.RESTRICTED and not asks_themselves):
        raise ValidationError({"about": _("Choose from the list.")})
    if not asks_themselves and paper_on is None:
        raise ValidationError({"paper_on": _("Say when the paper was handed in.")})
    if paper_on is not None:
        validate.not_in_future(paper_on, "paper_on", on=on)
    if len(wish) < 2:
        raise ValidationError({"wanted": _("Say what the record should say.")})
    _refuse_numbers("wanted", wish)
    asked_on = on if asks_themselves or paper_on is None else paper_on
    row = CorrectionRequest.objects.create(
        unit_id=member.unit_id,
        member=member,
        about=about,
        wanted=wish[:300],
        asked_on=asked_on,
        due_on=rules.answer_due_on(asked_on),
        entered_by=None if asks_themselves else by,
    )
    audit.record(by, "member.ask", row, on=on, fields=["about"], acting_for=_acted_for(row, by))
    return row


def _acted_for(request: CorrectionRequest, by: Person) -> UUID | None:
    """The member for whom somebody else acts: both names stand in the log (S-08)."""
    whose = request.member.person_id
    return None if whose == by.pk else whose


@transaction.atomic
def withdraw(request: CorrectionRequest, *, by: Person, on: date) -> CorrectionRequest:
    """Take a request back before it is answered: the member, or who acts for them. Raises NotAllowed, WrongState."""
    access.require(by, "member.ask", request, on=on)
    saving.move(request, MOVES, "withdraw", by=by)
    audit.record(by, "member.ask", request, on=on, fields=["state"], acting_for=_acted_for(request, by))
    return request


@transaction.atomic
def answer(request: CorrectionRequest, *, is_done: bool, answer: str, by: Person, on: date) -> CorrectionRequest:
    """Answer a request: corrected (by the usual deed on the record), or not, with the reason.

    Raises NotAllowed (also to oneself, and to who entered it for the member, S-07), WrongState, ValidationError.
    """
    access.require(by, "member.answer", request, on=on)
    if by.pk in {request.member.person_id, request.entered_by_id}:
        raise access.NotAllowed("member.answer")
    told = text.clean(answer)
    if len(told) < 2:
        raise ValidationError({"answer": _("Tell the member what was done, or why not.")})
    _refuse_numbers("answer", told)
    verb = "correct" if is_done else "refuse"
    saving.move(request, MOVES, verb, by=by, answer=told[:300], answered_on=on, answered_by=by)
    audit.record(by, "member.answer", request, on=on, fields=["state"])
    return request


@transaction.atomic
def check_files(
    unit: Unit, *, checked_on: date, listed: int, found: int, differing: int, by: Person, on: date
) -> FileCheck:
    """Note that the list was compared with the paper files. Raises NotAllowed, ValidationError. Source: R-MEM-18."""
    access.require(by, "member.answer", unit, on=on)
    _check_comparison(unit, checked_on, listed, found, differing, on=on)
    row = FileCheck.objects.create(unit=unit, checked_on=checked_on, listed=listed, files=found, differing=differing)
    audit.record(by, "member.answer", row, on=on, fields={"files": found, "differing": differing})
    return row


@transaction.atomic
def correct_check(
    row: FileCheck,
    *,
    checked_on: date,
    listed: int,
    files: int,
    differing: int,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> FileCheck:
    """Correct a comparison of list and files. Raises NotAllowed, ValidationError, Conflict. Source: R-MEM-18."""
    _check_comparison(row.unit, checked_on, listed, files, differing, on=on, but=row)
    return correcting.correct(
        row,
        verb="member.answer",
        because=because,
        paper=paper,
        days=["checked_on"],
        seen=seen,
        by=by,
        on=on,
        checked_on=checked_on,
        listed=listed,
        files=files,
        differing=differing,
    )


@transaction.atomic
def withdraw_check(row: FileCheck, *, reason: str, by: Person, on: date) -> None:
    """Take back a comparison entered by a slip. Raises NotAllowed, ValidationError."""
    correcting.withdraw(row, verb="member.answer", reason=reason, days=["checked_on"], by=by, on=on)


def _check_comparison(
    unit: Unit, checked_on: date, listed: int, files: int, differing: int, *, on: date, but: FileCheck | None = None
) -> None:
    validate.not_in_future(checked_on, "checked_on", on=on)
    if differing > max(listed, files):
        raise ValidationError({"differing": _("More files differ than there are.")})
    same = FileCheck.objects.filter(unit=unit, checked_on=checked_on)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise ValidationError({"checked_on": _("A comparison of that day is noted already.")})
