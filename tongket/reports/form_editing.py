"""Forms of reports: what a version asks for, and what must agree in it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongket.org import access
from tongket.org.saving import Conflict
from tongket.pages.forms import OfficeForm, form_page, run_if_posted
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.reports import consistency, form_actions, queries
from tongket.reports.consistency import Rule
from tongket.reports.form_inputs import CHECK_FORMS, FiguresForm, OwnFieldForm, PlacedForm, SeenForm, placed_initial
from tongket.reports.models import Form, FormField


def crumbs_of(row: Form | None = None) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = [
        (_("Reports"), reverse("reports:list")),
        (_("Report forms"), reverse("reports:forms")),
    ]
    return [*found, (row.name, row.get_absolute_url())] if row else found


def find(request: Request, pk: uuid.UUID, verb: str) -> Form:
    return access.find(Form.objects.select_related("unit__place"), request.person, verb, pk, on=request.today)


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
    is_of_used: bool = False,
) -> HttpResponse:
    """A page that changes one version. build: from the version and what was sent; is_of_used: also one with reports.

    Where somebody else was faster, what was typed is kept and goes on from what they have saved.
    """
    row = find(request, pk, "form.write")
    if not is_of_used and request.method == "GET" and queries.is_used(row):
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
        crumbs=crumbs_of(row),
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


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def add_figures(request: Request, pk: uuid.UUID) -> HttpResponse:
    return edit(
        request,
        pk,
        lambda row, data: FiguresForm(row, data),
        lambda row, said: form_actions.add_figures(row, **said, by=request.person, on=request.today),
        title=_("Add counted figures"),
        submit_label=_("Add"),
        done=_("The form asks for them now."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def add_field(request: Request, pk: uuid.UUID) -> HttpResponse:
    return edit(
        request,
        pk,
        lambda row, data: OwnFieldForm(row, data),
        lambda row, said: form_actions.add_own(row, **said, by=request.person, on=request.today),
        title=_("Add a number or a text"),
        submit_label=_("Add"),
        done=_("The form asks for it now."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def change_field(request: Request, pk: uuid.UUID, key: str) -> HttpResponse:
    def build(row: Form, data: Any) -> PlacedForm:
        kind = PlacedForm if _field(row, key).is_figure else OwnFieldForm
        return kind(row, data, but=key, initial=placed_initial(row, key))

    field = _field(find(request, pk, "form.write"), key)
    return edit(
        request,
        pk,
        build,
        lambda row, said: form_actions.change_field(row, key, **said, by=request.person, on=request.today),
        title=field.label,
        submit_label=_("Save"),
        done=_("The field was changed."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def drop_field(request: Request, pk: uuid.UUID, key: str) -> HttpResponse:
    field = _field(find(request, pk, "form.write"), key)
    return edit(
        request,
        pk,
        lambda row, data: SeenForm(data, initial={"seen": row.version}),
        lambda row, said: form_actions.drop_field(row, key, **said, by=request.person, on=request.today),
        title=_("Remove from the form"),
        submit_label=_("Remove"),
        done=_("The form does not ask for it any more."),
        note=_("Asked for no more: %(label)s.") % {"label": field.label},
        is_danger=True,
    )


def _field(row: Form, key: str) -> FormField:
    found = next((field for field in row.fields_asked() if field.code == key), None)
    if found is None:
        raise Http404
    return found


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
        lambda row, said: form_actions.add_check(
            row, seen=said["seen"], check=consistency.checked(wanted, said), by=request.person, on=request.today
        ),
        title=str(wanted.label),
        submit_label=_("Add"),
        done=_("The form checks this from now on."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def change_check(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    held = _check(find(request, pk, "form.write"), number)
    rule = Rule(held["rule"])
    return edit(
        request,
        pk,
        lambda row, data: CHECK_FORMS[rule](row, data, initial=dict(held)),
        lambda row, said: form_actions.change_check(
            row, number, seen=said["seen"], check=consistency.checked(rule, said), by=request.person, on=request.today
        ),
        title=str(rule.label),
        submit_label=_("Save"),
        done=_("The check was changed."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def drop_check(request: Request, pk: uuid.UUID, number: int) -> HttpResponse:
    row = find(request, pk, "form.write")
    held = _check(row, number)
    labels = {field.code: field.label for field in row.fields_asked()}
    return edit(
        request,
        pk,
        lambda row, data: SeenForm(data, initial={"seen": row.version}),
        lambda row, said: form_actions.drop_check(row, number, **said, by=request.person, on=request.today),
        title=_("Remove from the form"),
        submit_label=_("Remove"),
        done=_("The form does not check this any more."),
        note=_("Checked no more: %(check)s.") % {"check": consistency.in_words(held, labels)},
        is_danger=True,
    )


def _check(row: Form, number: int) -> dict[str, Any]:
    if number >= len(row.checks):
        raise Http404
    found: dict[str, Any] = row.checks[number]
    return found
