"""The two pages by which a record is put right: corrected, and withdrawn, each with a reason (docs/how-to-add.md)."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.org import frozen
from tongket.org.queries.depending import depending_on, going_with
from tongket.pages import history
from tongket.pages.columns import Cell
from tongket.pages.deeds import Deed, Rows, deed
from tongket.pages.forms import OfficeForm, ReasonForm, correction_form
from tongket.pages.request import Request

LONGEST_PAPER = 120


def correction(
    name: str,
    *,
    verb: str,
    row: Rows[Any],
    form: type[OfficeForm] | Callable[[Request, Any], OfficeForm],
    fields: Iterable[str] = (),
    is_counted: bool = False,
    title: Any,
    note: Any = "",
    to: Callable[[Any], str] | None = None,
) -> Callable[[Callable[..., Any]], Deed[Any]]:
    """Make a view of a function that corrects a row and returns it: a form with what stands there, and the reason.

    form: a class whose fields of these names are filled in from the row, or what makes the form. is_counted: whether
    something issued may have counted the row, so that a correction may need a paper (org.frozen).
    """
    make = correction_form(form, fields) if isinstance(form, type) else form
    return deed(
        name,
        verb=verb,
        row=row,
        form=lambda request, found: with_reason(make(request, found), found, is_counted=is_counted),
        title=title,
        label=gettext_lazy("Save the correction"),
        note=note,
        done=lambda result: _corrected(result, verb),
        to=to,
    )


def with_reason(form: OfficeForm, row: Any, *, is_counted: bool = False) -> OfficeForm:
    """The form of a correction, asking why and, where something issued may have counted the row, by which paper."""
    form.fields["because"] = forms.CharField(
        label=_("Reason of the correction"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    if is_counted and frozen.counted_in(row.unit):
        form.fields["paper"] = forms.CharField(
            label=_("Paper of the correction"),
            max_length=LONGEST_PAPER,
            required=False,
            help_text=_("Number and day; asked for where an approved review has counted what is corrected."),
        )
    return form


def _corrected(row: Any, verb: str) -> str:
    return _("Corrected. %(changes)s") % {"changes": history.latest(row, verb)}


def withdrawal(
    name: str,
    *,
    verb: str,
    row: Rows[Any],
    title: Any,
    form: type[OfficeForm] | Callable[[Request, Any], OfficeForm] = ReasonForm,
    note: Any = "",
    to: Callable[[Any], str] | None = None,
) -> Callable[[Callable[..., Any]], Deed[Any]]:
    """Make a view of a function that takes a row back: it says first what hangs on it, and asks for the reason."""

    def says(found: Any) -> str:
        words = str(note(found) if callable(note) else note)
        return f"{words} {what_hangs_on(found)}".strip()

    return deed(
        name,
        verb=verb,
        row=row,
        form=form,
        title=title,
        label=gettext_lazy("Withdraw"),
        note=says,
        done=gettext_lazy("It was withdrawn; the history keeps what it said."),
        to=to,
        is_danger=True,
    )


def links(row: Any, correct: Deed[Any] | None, withdraw: Deed[Any] | None) -> list[Cell | str]:
    """Two cells for a small table: to correct a line of it, and to withdraw it."""
    labelled = ((correct, _("Correct")), (withdraw, _("Withdraw")))
    return [Cell(label, found.url(row)) if found is not None else "" for found, label in labelled]


LINK_HEADS: list[tuple[Any, str]] = [("", "start"), ("", "start")]


def what_hangs_on(row: Any) -> str:
    """What keeps a row from being withdrawn, and what goes with it."""
    said = []
    if depending := depending_on(row):
        said.append(_("This depends on it and is withdrawn first: %(names)s.") % {"names": _listed(depending)})
    if going := going_with(row):
        said.append(_("This is withdrawn together with it: %(names)s.") % {"names": _listed(going)})
    return " ".join(said)


def _listed(counted: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counted)
