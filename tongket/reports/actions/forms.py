"""Forms of reports as data that an office edits: new ones, new versions, their fields, what must agree in them.

A version on which a report was asked for is not changed any more: the next one is made from a day on (R-REP-04).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.periods import PeriodKind
from tongket.figures.declare import REGISTRY
from tongket.org import access, audit, saving
from tongket.org.kinds import Kind
from tongket.org.models import Person, Unit
from tongket.reports import consistency, queries
from tongket.reports.models import FieldKind, Form, FormField, is_counted_within_a_year, is_reportable
from tongket.reports.rules import Span

WRITE = "form.write"
AT_START = "-"  # in place of the code of the field that another one stands after
MOST_FIELDS = 200
LONGEST_CODE = 24

# --- Forms and their versions ----------------------------------------------------------------------------------------


@transaction.atomic
def make(
    unit: Unit,
    *,
    name: str,
    cadence: str,
    kinds: Sequence[str],
    due_days: int,
    from_on: date,
    model: Form | None = None,
    by: Person,
    on: date,
) -> Form:
    """Make a form for the units under one; with the fields and checks of `model`, if one is given.

    Raises NotAllowed, ValidationError (the unit has a form of that name).
    """
    access.require(by, WRITE, unit, on=on)
    said = _name(unit, name)
    made: Form = Form.objects.create(
        unit=unit,
        code=_free_code(said),
        name=said,
        cadence=PeriodKind(cadence),
        kinds=_kinds(kinds),
        due_days=due_days,
        from_on=from_on,
        owed_from_on=from_on,
        fields=model.fields if model else [],
        checks=model.checks if model else [],
    )
    audit.record(by, WRITE, made, on=on, fields={"code": made.code, "from_on": from_on.isoformat()})
    return made


@transaction.atomic
def new_version(form: Form, *, from_on: date, by: Person, on: date) -> Form:
    """Make the next version of a form from a day on, as its last one is; that one keeps for the periods before.

    Raises NotAllowed, ValidationError (a report of a period that ends later was asked for; the day is not after the
    first day of the last version, or before the form ended).
    """
    access.require(by, WRITE, form, on=on)
    last = queries.versions(form)[0]
    if last.until_on is None:
        _ends(last, from_on, "from_on", by)
    elif from_on < last.until_on:
        said = _("The form ended on %(day)s: take it up again from that day or later.")
        raise ValidationError({"from_on": said % {"day": dates.dmy(last.until_on)}})
    names = ("unit", "code", "name", "cadence", "kinds", "due_days", "owed_from_on")
    kept = {name: getattr(last, name) for name in names}
    made: Form = Form.objects.create(**kept, fields=last.fields, checks=last.checks, from_on=from_on)
    audit.record(by, WRITE, made, on=on, fields={"code": made.code, "from_on": from_on.isoformat()})
    return made


@transaction.atomic
def correct(
    form: Form,
    *,
    seen: int,
    name: str,
    kinds: Sequence[str],
    due_days: int,
    from_on: date,
    by: Person,
    on: date,
) -> Form:
    """Correct what a version says of itself; the version before it ends on the day on which this one begins.

    Raises NotAllowed, Conflict, ValidationError (a report was asked for on it; the day lies in the version before).
    """
    held = _open(form, seen, by=by, on=on)
    if from_on != held.from_on:
        before = next((one for one in queries.versions(held) if one.until_on == held.from_on), None)
        if before is not None:
            _ends(before, from_on, "from_on", by)
        if held.until_on is not None and from_on >= held.until_on:
            raise ValidationError(
                {"from_on": _("The version ends on %(day)s: it begins before.") % {"day": dates.dmy(held.until_on)}}
            )
    said = _name(form.unit, name, code=form.code)
    return _save(held, seen, name=said, kinds=_kinds(kinds), due_days=due_days, from_on=from_on, by=by, on=on)


@transaction.atomic
def end(form: Form, *, seen: int, until_on: date, by: Person, on: date) -> Form:
    """End a form: for periods that end on `until_on` or later it is owed no more; what was asked for stays.

    Raises NotAllowed, Conflict, ValidationError (not its last version; a report of a later period was asked for).
    """
    access.require(by, WRITE, form, on=on)
    held = Form.objects.select_for_update().get(pk=form.pk)
    if queries.versions(held)[0] != held:
        raise ValidationError(_("Only the last version of a form can be ended: open that one."))
    _check_end(held, until_on, "until_on")
    return _save(held, seen, until_on=until_on, by=by, on=on)


@transaction.atomic
def owe(form: Form, *, seen: int, owed_from_on: date | None, by: Person, on: date) -> Form:
    """Say from which day units owe a form by themselves, or (None) that they owe it only when they are asked.

    What has been opened stays. Raises NotAllowed, Conflict, ValidationError (nobody keeps it). Source: R-REP-07.
    """
    access.require(by, WRITE, form, on=on)
    if form.unit_id is None:
        raise ValidationError(_("A common form is owed by nobody by itself: keep it here first."))
    held = Form.objects.select_for_update().get(pk=form.pk)
    return _save(held, seen, owed_from_on=owed_from_on, by=by, on=on)


@transaction.atomic
def drop(form: Form, *, by: Person, on: date) -> Form | None:
    """Take back a version on which no report was asked for; the one before it holds again and is returned.

    Raises NotAllowed, ValidationError.
    """
    held = _open(form, None, by=by, on=on)
    before = next((one for one in queries.versions(held) if one.until_on == held.from_on), None)
    audit.record(by, WRITE, held, on=on, fields={"code": held.code, "taken_back": held.from_on.isoformat()})
    until_on = held.until_on
    held.delete()
    if before is not None:
        saving.update(before, seen=before.version, by=by, until_on=until_on)
    return before


@transaction.atomic
def take_over(form: Form, *, unit: Unit, by: Person, on: date) -> Form:
    """Let the office of the topmost organisation keep a form that came with the system, in all its versions: units owe
    it by themselves from then on.

    Raises NotAllowed, ValidationError (somebody keeps it already; there is more than one such organisation).
    """
    access.require(by, WRITE, unit, on=on)
    if unit != queries.topmost():
        raise ValidationError(_("A common form is kept by the one organisation above all others: make your own form."))
    for one in Form.objects.select_for_update().filter(code=form.code):
        if one.unit_id is not None:
            raise ValidationError(_("Another organisation keeps this form already."))
        saving.update(one, seen=one.version, by=by, unit=unit, owed_from_on=on)
        audit.record(by, WRITE, one, on=on, fields={"code": one.code, "unit": unit.code})
    return queries.versions(form)[0]


def _ends(form: Form, day: date, name: str, by: Person) -> None:
    """Let a version end where the next one begins. name: the entry that an error stands beside."""
    held = Form.objects.select_for_update().get(pk=form.pk)
    _check_end(held, day, name)
    saving.update(held, seen=held.version, by=by, until_on=day)


def _check_end(form: Form, day: date, name: str) -> None:
    if day <= form.from_on:
        said = (
            _("The version before holds from %(day)s: choose a later day.")
            if name == "from_on"
            else _("The version holds from %(day)s: choose a later day.")
        )
        raise ValidationError({name: said % {"day": dates.dmy(form.from_on)}})
    last = queries.last_period(form)
    if last is not None and last.last >= day:
        said = _("Reports for %(period)s were asked for on this version: choose a day after %(day)s.")
        raise ValidationError({name: said % {"period": last.label(), "day": dates.dmy(last.last)}})


# --- Fields ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_figures(
    form: Form,
    *,
    seen: int,
    keys: Sequence[str],
    section: str,
    after: str,
    span: str = Span.PERIOD,
    by: Person,
    on: date,
) -> Form:
    """Ask for figures that are counted from records too, in the order of `keys`.

    after: the code of the field before them, or AT_START. Raises NotAllowed, Conflict, ValidationError.
    """
    held = _open(form, seen, by=by, on=on)
    known = {field["code"] for field in held.fields}
    wrong = next((key for key in keys if key in known or not _is_askable(form, key)), None)
    if wrong is not None or not keys:
        raise ValidationError({"keys": _("Choose figures that the form does not ask for yet.")})
    new = [
        FormField(key, "", section=text.clean(section), is_figure=True, span=Span(span or Span.PERIOD)).held
        for key in keys
    ]
    return _save(held, seen, fields=_placed(held.fields, new, after), by=by, on=on)


@transaction.atomic
def add_own(
    form: Form, *, seen: int, label: str, kind: str, section: str, after: str, span: str = "", by: Person, on: date
) -> Form:
    """Ask for a number or a text of the form's own. Raises NotAllowed, Conflict, ValidationError."""
    held = _open(form, seen, by=by, on=on)
    said = _label(held, label)
    code = _field_code(held, said)
    new = FormField(code, said, FieldKind(kind), text.clean(section), span=_span(kind, span)).held
    return _save(held, seen, fields=_placed(held.fields, [new], after), by=by, on=on)


@transaction.atomic
def change_field(
    form: Form,
    code: str,
    *,
    seen: int,
    label: str = "",
    kind: str = "",
    section: str,
    after: str,
    span: str = "",
    by: Person,
    on: date,
) -> Form:
    """Change a field: its place, section and days, and where it is the form's own, its name and whether it is a number.

    Raises NotAllowed, Conflict, ValidationError (a check needs it as a number).
    """
    held = _open(form, seen, by=by, on=on)
    old = _field(held, code)
    if old.get("is_figure"):
        new = FormField(code, "", section=text.clean(section), is_figure=True, span=Span(span or Span.PERIOD))
    else:
        new = FormField(
            code, _label(held, label, but=code), FieldKind(kind), text.clean(section), span=_span(kind, span)
        )
    gone = {column.code for column in _columns(held, old)} - {column.code for column in new.of_columns(held.cadence)}
    for column in gone:
        _check_free(held, column, "span")
    if new.kind != FieldKind.NUMBER:
        _check_free(held, code, "kind")
    others = [field for field in held.fields if field["code"] != code]
    return _save(held, seen, fields=_placed(others, [new.held], after), by=by, on=on)


@transaction.atomic
def drop_field(form: Form, code: str, *, seen: int, by: Person, on: date) -> Form:
    """Ask for a field no more. Raises NotAllowed, Conflict, ValidationError (a check needs it)."""
    held = _open(form, seen, by=by, on=on)
    for column in _columns(held, _field(held, code)):
        _check_free(held, column.code, None)
    return _save(held, seen, fields=[field for field in held.fields if field["code"] != code], by=by, on=on)


def _placed(fields: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], after: str) -> list[dict[str, Any]]:
    codes = [field["code"] for field in fields]
    if after != AT_START and after not in codes:
        raise ValidationError({"after": _("Choose the field that it stands after.")})
    if len(fields) + len(new) > MOST_FIELDS:
        raise ValidationError(_("A form asks for %(most)s things at most.") % {"most": MOST_FIELDS})
    at = 0 if after == AT_START else codes.index(after) + 1
    return [*fields[:at], *new, *fields[at:]]


def _field(form: Form, code: str) -> dict[str, Any]:
    found: dict[str, Any] | None = next((field for field in form.fields if field["code"] == code), None)
    if found is None:
        raise ValidationError(_("The form does not ask for this any more: open the form again."))
    return found


def _is_askable(form: Form, key: str) -> bool:
    return is_reportable(key) and (form.cadence == PeriodKind.YEAR or is_counted_within_a_year(key))


def _span(kind: str, span: str) -> str:
    return Span(span).value if span and kind == FieldKind.NUMBER else ""


def _columns(form: Form, held: dict[str, Any]) -> list[FormField]:
    line = FormField.read(held)
    return list(line.of_columns(form.cadence)) if line is not None else []


def _check_free(form: Form, code: str, name: str | None) -> None:
    """Raise ValidationError for a field that a check is about. name: the entry that the error stands beside."""
    labels = {field.code: field.name for field in form.fields_asked()}
    used = next((check for check in form.checks if code in consistency.codes_of(check)), None)
    if used is not None:
        said = _("It must agree with others (%(check)s): remove that first.")
        said = said % {"check": consistency.in_words(used, labels)}
        raise ValidationError({name: said} if name else said)


def _label(form: Form, said: str, *, but: str = "") -> str:
    label = text.clean(said)
    folded = text.fold(label)
    if any(text.fold(line.label) == folded for line in form.lines() if line.code != but):
        raise ValidationError({"label": _("The form asks for “%(label)s” already.") % {"label": label}})
    return label


def _field_code(form: Form, label: str) -> str:
    """A code for a field of a form's own, which no other field and no figure has."""
    taken = {field["code"] for field in form.fields} | set(REGISTRY)
    return _free(_slug(label, "_") or "o", taken, "_")


# --- What must agree -------------------------------------------------------------------------------------------------


@transaction.atomic
def add_check(form: Form, *, seen: int, check: Mapping[str, Any], by: Person, on: date) -> Form:
    """Let numbers of a form agree. check: as consistency.checked gives it. Raises NotAllowed, Conflict,
    ValidationError.
    """
    held = _open(form, seen, by=by, on=on)
    return _save(held, seen, checks=[*held.checks, _fitting(held, check, beside=held.checks)], by=by, on=on)


@transaction.atomic
def change_check(form: Form, number: int, *, seen: int, check: Mapping[str, Any], by: Person, on: date) -> Form:
    """Put another check in the place of one. number: from 0. Raises NotAllowed, Conflict, ValidationError."""
    held = _open(form, seen, by=by, on=on)
    others = _without(held, number)
    new = _fitting(held, check, beside=others)
    return _save(held, seen, checks=[*others[:number], new, *others[number:]], by=by, on=on)


@transaction.atomic
def drop_check(form: Form, number: int, *, seen: int, by: Person, on: date) -> Form:
    """Take a check away. number: from 0. Raises NotAllowed, Conflict, ValidationError."""
    held = _open(form, seen, by=by, on=on)
    return _save(held, seen, checks=_without(held, number), by=by, on=on)


def _without(form: Form, number: int) -> list[dict[str, Any]]:
    if number >= len(form.checks):
        raise ValidationError(_("The form does not check this any more: open the form again."))
    return [*form.checks[:number], *form.checks[number + 1 :]]


def _fitting(form: Form, check: Mapping[str, Any], *, beside: Sequence[dict[str, Any]]) -> dict[str, Any]:
    numbers = {field.code for field in form.fields_asked() if field.kind == FieldKind.NUMBER}
    if not consistency.codes_of(check) <= numbers:
        raise ValidationError(_("Choose among the numbers that the form asks for."))
    if check in beside:
        raise ValidationError(_("The form checks this already."))
    return dict(check)


# --- Shared ----------------------------------------------------------------------------------------------------------


def _open(form: Form, seen: int | None, *, by: Person, on: date) -> Form:
    """The version, held until the transaction ends, if it may still be changed: nobody asks for a report meanwhile."""
    access.require(by, WRITE, form, on=on)
    held: Form = Form.objects.select_for_update().get(pk=form.pk)
    if seen is not None and held.version != seen:
        raise saving.Conflict(held, {})
    if queries.is_used(held):
        raise ValidationError(_("Reports were asked for on this version, so it stays as it is: make a new version."))
    return held


def _save(form: Form, seen: int, *, by: Person, on: date, **changes: Any) -> Form:
    saving.update(form, seen=seen, by=by, **changes)
    named = {"code": form.code, "from_on": form.from_on.isoformat(), "changed": sorted(changes)}
    audit.record(by, WRITE, form, on=on, fields=named)
    return form


def _name(unit: Unit | None, said: str, *, code: str = "") -> str:
    name = text.clean(said)
    known = Form.objects.filter(unit=unit).exclude(code=code).values_list("name", flat=True)
    if text.fold(name) in {text.fold(other) for other in known}:
        raise ValidationError({"name": _("There is a form of this name already: choose another.")})
    return name


def _kinds(said: Sequence[str]) -> list[str]:
    """In the order of the kinds; all of them is none, so that a new kind would be among them."""
    chosen = [kind.value for kind in Kind if kind in said]
    return [] if len(chosen) == len(Kind) else chosen


def _free_code(name: str) -> str:
    slug = _slug(name, "-") or "mau"
    taken = set(Form.objects.filter(code__startswith=slug[:8]).values_list("code", flat=True))
    return _free(slug, taken, "-")


def _free(slug: str, taken: set[str], joint: str) -> str:
    found, number = slug, 1
    while found in taken:
        number += 1
        found = f"{slug[: LONGEST_CODE - 4]}{joint}{number}"
    return found


def _slug(said: str, joint: str) -> str:
    return re.sub(r"[^a-z0-9]+", joint, text.fold(said))[:LONGEST_CODE].strip(joint)
