"""The register of directives: entering one, setting it right, its file."""

import hashlib
import uuid
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.directives import rules
from tongket.directives.kinds import Kind, letters_fit
from tongket.directives.models import ActionProgramme, Directive, DirectiveFile, Receipt
from tongket.org import access, audit, saving, validate
from tongket.org.models import AuditRow, Person
from tongket.sheets.marks import CheckedFile, classified_mark

DIRECTIVE_FIELDS = ("kind", "number", "symbol", "issued_on", "issuer", "subject", "term", "parent")


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


@transaction.atomic
def correct_directive(
    directive: Directive, *, because: str, seen: int, by: Person, on: date, **changes: Any
) -> Directive:
    """Correct what the register says of a directive: names of DIRECTIVE_FIELDS.

    Raises NotAllowed (also when a unit beyond one's own has it), ValidationError, Conflict.
    Source: R-DOC-01, R-DOC-06, R-DOC-07.
    """
    require_whole(directive, by, on)
    old = {name: getattr(directive, name) for name in DIRECTIVE_FIELDS}
    values = checked_values(**{**old, **changes}, on=on)
    refuse_known(values, besides=directive)
    _check_days(directive, values["issued_on"])
    if _is_below(values["parent"], directive):
        raise ValidationError({"parent": _("A document cannot carry out itself.")})
    changed = {name: value for name, value in values.items() if getattr(directive, name) != value}
    if not changed:
        raise ValidationError(_("Nothing was changed: this is what stands there."))
    why = validate.reason(because, field="because")
    saving.update(cast(Any, directive), seen=seen, by=by, because=why, **changed)
    audit.record(by, "directive.write", directive, on=on, fields=sorted(changed))
    return directive


@transaction.atomic
def remove_directive(directive: Directive, *, reason: str, by: Person, on: date) -> None:
    """Take a directive entered by a slip out of the register; only while no unit has it and nothing refers to it.

    Raises NotAllowed, ValidationError.
    """
    require_whole(directive, by, on)
    if directive.receipts.exists():
        raise ValidationError(_("Units have received it: remove their receipts first."))
    if directive.children.exists() or ActionProgramme.objects.filter(directive=directive).exists():
        raise ValidationError(_("Another document refers to it."))
    unit = writing_unit(by, on)
    audit.record(by, "directive.write", directive, on=on, unit=unit, fields={"removed": directive.printed})
    saving.remove(cast(Any, directive), by=by, because=validate.reason(reason))


def attach_file(
    directive: Directive, *, file: CheckedFile, is_not_classified: bool, by: Person, on: date
) -> DirectiveFile:
    """Keep the file of a directive, in place of an earlier one.

    is_not_classified: the person confirms it, since a filter is no guarantee. A file with a classification mark is
    refused, no copy is kept, and the log holds the fact alone. Raises NotAllowed, ValidationError. Source: R-DAT-02.
    """
    require_whole(directive, by, on)
    if not is_not_classified:
        raise ValidationError({"is_not_classified": _("Confirm that the document is not classified.")})
    unit = writing_unit(by, on)
    if file.mark:
        refused = AuditRow.Result.REFUSED
        audit.record(by, "directive.write", directive, on=on, unit=unit, fields=["classified_file"], result=refused)
        words = _("The file carries a classification mark (%(where)s). Such files must not be entered here.")
        raise ValidationError({"file": words % {"where": file.mark}})
    sha256 = hashlib.sha256(file.body).hexdigest()
    with transaction.atomic():
        stored, _made = DirectiveFile.objects.update_or_create(
            directive=directive,
            defaults={
                "name": file.name, "body": file.body, "size": len(file.body), "sha256": sha256, "confirmed_by": by,
                "added_on": on,
            },
        )  # fmt: skip
        audit.record(by, "directive.write", directive, on=on, unit=unit, fields={"file": sha256})
    return stored


@transaction.atomic
def remove_file(directive: Directive, *, reason: str, by: Person, on: date) -> None:
    """Remove the file of a directive; its entry stays. Raises NotAllowed."""
    require_whole(directive, by, on)
    why, stored = validate.reason(reason), DirectiveFile.objects.filter(directive=directive).first()
    if stored is not None:
        saving.update(cast(Any, directive), seen=directive.version, by=by, because=f"{stored.name}: {why}")
        stored.delete()
    unit = writing_unit(by, on)
    audit.record(by, "directive.write", directive, on=on, unit=unit, fields=["file removed"])


def writing_unit(by: Person, on: date) -> uuid.UUID:
    """The unit for which the person enters directives. Raises NotAllowed."""
    writers = access.POLICIES["directive.write"].grants
    office = next((grant for grant in by.running_grants(on) if grant.domain in writers), None)
    if office is None:
        raise access.NotAllowed("directive.write")
    return office.unit_id


def require_whole(directive: Directive, by: Person, on: date) -> None:
    """Raise NotAllowed unless all units that have the directive are within what the person writes for."""
    writing_unit(by, on)
    rows = Receipt.objects.filter(directive=directive)
    if access.scope(rows, by, "directive.write", on=on).count() != rows.count():
        raise access.NotAllowed("directive.write")


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


def _check_days(directive: Directive, issued_on: date | None) -> None:
    if issued_on is None:
        return
    if directive.receipts.filter(received_on__lt=issued_on).exists():
        raise ValidationError({"issued_on": _("A unit has received it before that day.")})
    if directive.children.filter(issued_on__lt=issued_on).exists():
        raise ValidationError({"issued_on": _("A document that carries it out is older than that day.")})


def _is_below(row: Directive | None, top: Directive) -> bool:
    while row is not None:
        if row.pk == top.pk:
            return True
        row = row.parent
    return False


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
