"""Forms of reports: what a version asks for, and what must agree in it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tongket.org import access
from tongket.org.saving import Conflict
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.forms import OfficeForm, form_page, posted, run_if_posted
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.reports import consistency, queries
from tongket.reports.actions import forms as form_actions
from tongket.reports.consistency import Rule
from tongket.reports.forms.making import CHECK_FORMS, FiguresForm, OwnFieldForm, PlacedForm, SeenForm, placed_initial
from tongket.reports.models import Form, FormField

CRUMBS = [(gettext_lazy("Reports"), "reports:list"), (gettext_lazy("Report forms"), "reports:forms")]
ROWS: Rows[Form] = Rows(
    query=lambda: Form.objects.select_related("unit__place"),
    crumbs=CRUMBS,
    name=lambda form: form.name,
    subtitle=lambda _form: "",
)


def edit(
    request: Request,
    pk: uuid.UUID,
    build: Callable[[Form, Any], OfficeForm],
    deed: Callable[[Form, dict[str, Any]], Form],
    *,
    title: str,
    submit_label: str,
    done: str,
    note: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """A page that changes a field or a check of one version, which is no row of its own, so that it is no deed.

    build: from the version and what was sent. Where somebody else was faster, what was typed is kept and goes on from
    what they have saved.
    """
    row = ROWS.find(request, "form.write", pk=pk)
    if request.method == "GET" and queries.is_used(row):
        messages.error(request, _("Reports were asked for on this version, so it stays as it is: make a new version."))
        return redirect(row)
    typed = build(row, request.POST or None)
    try:
        changed = run_if_posted(request, typed, lambda: deed(row, typed.cleaned_data))
    except Conflict as clash:
        typed, changed = _beside(request, clash.row, build), None
    if changed is not None:
        messages.success(request, done)
        return redirect(changed)
    return form_page(
        request,
        typed,
        title=title,
        subtitle=row.name,
        submit_label=submit_label,
        cancel_url=row.get_absolute_url(),
        crumbs=ROWS.around(row),
        note=note,
        is_danger=is_danger,
    )


def _beside(request: Request, theirs: Any, build: Callable[[Form, Any], OfficeForm]) -> OfficeForm:
    again = request.POST.copy()
    again["seen"] = str(theirs.version)
    typed = build(theirs, again)
    typed.full_clean()
    typed.add_error(
        None, _("Somebody else has changed this form in the meantime. What you typed is kept: look at it, then save.")
    )
    return typed


# --- Fields ----------------------------------------------------------------------------------------------------------


@deed(
    "reports:add_figures",
    verb="form.write",
    row=ROWS,
    form=lambda request, form: FiguresForm(form, posted(request)[0]),
    title=gettext_lazy("Add counted figures"),
    label=gettext_lazy("Add"),
    done=gettext_lazy("The form asks for them now."),
)
def add_figures(form: Form, data: Data, who: Who) -> Form:
    return form_actions.add_figures(form, **data, **who)


@deed(
    "reports:add_field",
    verb="form.write",
    row=ROWS,
    form=lambda request, form: OwnFieldForm(form, posted(request)[0]),
    title=gettext_lazy("Add a number or a text"),
    label=gettext_lazy("Add"),
    done=gettext_lazy("The form asks for it now."),
)
def add_field(form: Form, data: Data, who: Who) -> Form:
    return form_actions.add_own(form, **data, **who)


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def change_field(request: Request, pk: uuid.UUID, key: str) -> HttpResponse:
    def build(row: Form, data: Any) -> PlacedForm:
        kind = PlacedForm if _field(row, key).is_figure else OwnFieldForm
        return kind(row, data, but=key, initial=placed_initial(row, key))

    field = _field(ROWS.find(request, "form.write", pk=pk), key)
    return edit(
        request,
        pk,
        build,
        lambda row, data: form_actions.change_field(row, key, **data, **who(request)),
        title=field.label,
        submit_label=_("Save"),
        done=_("The field was changed."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def drop_field(request: Request, pk: uuid.UUID, key: str) -> HttpResponse:
    field = _field(ROWS.find(request, "form.write", pk=pk), key)
    return edit(
        request,
        pk,
        lambda row, data: SeenForm(data, initial={"seen": row.version}),
        lambda row, data: form_actions.drop_field(row, key, **data, **who(request)),
        title=_("Remove from the form"),
        submit_label=_("Remove"),
        done=_("The form does not ask for it any more."),
        note=_("Asked for no more: %(label)s.") % {"label": field.label},
        is_danger=True,
    )


def _field(row: Form, key: str) -> FormField:
    field = next((line for line in row.lines() if line.code == key), None)
    if field is None:
        raise Http404
    return field


# --- What must agree -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def add_check(request: Request, pk: uuid.UUID, rule: str) -> HttpResponse:
    if rule not in Rule:
        raise Http404
    wanted = Rule(rule)
    return edit(
        request,
        pk,
        lambda row, data: CHECK_FORMS[wanted](row, data),
        lambda row, data: form_actions.add_check(
            row, seen=data["seen"], check=consistency.checked(wanted, data), **who(request)
        ),
        title=str(wanted.label),
        submit_label=_("Add"),
        done=_("The form checks this from now on."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def change_check(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    check = _check(ROWS.find(request, "form.write", pk=pk), number)
    rule = Rule(check["rule"])
    return edit(
        request,
        pk,
        lambda row, data: CHECK_FORMS[rule](row, data, initial=dict(check)),
        lambda row, data: form_actions.change_check(
            row, number, seen=data["seen"], check=consistency.checked(rule, data), **who(request)
        ),
        title=str(rule.label),
        submit_label=_("Save"),
        done=_("The check was changed."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def drop_check(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    row = ROWS.find(request, "form.write", pk=pk)
    check = _check(row, number)
    labels = {field.code: field.name for field in row.fields_asked()}
    return edit(
        request,
        pk,
        lambda row, data: SeenForm(data, initial={"seen": row.version}),
        lambda row, data: form_actions.drop_check(row, number, **data, **who(request)),
        title=_("Remove from the form"),
        submit_label=_("Remove"),
        done=_("The form does not check this any more."),
        note=_("Checked no more: %(check)s.") % {"check": consistency.in_words(check, labels)},
        is_danger=True,
    )


def _check(row: Form, number: int) -> dict[str, Any]:
    if number >= len(row.checks):
        raise Http404
    return dict(row.checks[number])
