"""What an office does with one directive of the register: correct it, remove it, keep its file."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongket.directives import actions, queries
from tongket.directives.forms import CorrectDirectiveForm, FileForm
from tongket.directives.marks import MOST_BYTES
from tongket.directives.models import Directive, DirectiveFile
from tongket.directives.views.receipts import crumbs_of
from tongket.directives.views.removal import removal_page
from tongket.org import access
from tongket.pages import exporting
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.once import saves
from tongket.pages.request import Request


def _find(request: Request, pk: uuid.UUID) -> Directive:
    return get_object_or_404(queries.directives_for(request.person, on=request.today), pk=pk)


def _find_whole(request: Request, pk: uuid.UUID) -> Directive:
    """The directive, if the person may change what the register says of it."""
    directive = _find(request, pk)
    actions.require_whole(directive, request.person, request.today)
    return directive


def _page(request: Request, directive: Directive, form: Any, title: str, label: str) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{directive.cited}: {directive.subject}",
        submit_label=label,
        cancel_url=directive.get_absolute_url(),
        crumbs=crumbs_of(directive),
    )


@require_http_methods(["GET", "POST"])
@access.policy("directive.write")
@saves
def correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    directive = _find_whole(request, pk)
    initial = {name: getattr(directive, name) for name in actions.DIRECTIVE_FIELDS}
    initial |= {"parent": directive.parent_id, "seen": directive.version}
    parents = queries.directives_for(request.person, on=request.today).exclude(pk=pk)
    form = CorrectDirectiveForm(parents, request.POST or None, initial=initial)
    done = run_if_posted(
        request,
        form,
        lambda: actions.correct_directive(directive, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The entry was corrected."))
        return redirect(directive)
    return _page(request, directive, form, _("Correct the entry"), _("Save"))


@require_http_methods(["GET", "POST"])
@access.policy("directive.write")
@saves
def remove(request: Request, pk: uuid.UUID) -> HttpResponse:
    directive = _find_whole(request, pk)
    return removal_page(
        request,
        lambda: actions.remove_directive(directive, by=request.person, on=request.today),
        title=_("Remove the entry"),
        subtitle=f"{directive.cited}: {directive.subject}",
        back=directive.get_absolute_url(),
        after=reverse("directives:list"),
        crumbs=crumbs_of(directive),
    )


@require_http_methods(["GET", "POST"])
@access.policy("directive.write")
@saves
def attach(request: Request, pk: uuid.UUID) -> HttpResponse:
    directive = _find_whole(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)

    def deed() -> DirectiveFile:
        sent = form.cleaned_data["file"]
        return actions.attach_file(
            directive,
            name=sent.name or "",
            body=sent.read(MOST_BYTES + 1),
            is_not_classified=form.cleaned_data["is_not_classified"],
            by=request.person,
            on=request.today,
        )

    if run_if_posted(request, form, deed) is not None:
        messages.success(request, _("The file is kept with the entry."))
        return redirect(directive)
    return _page(request, directive, form, _("Add the file"), _("Keep the file"))


@require_GET
@access.policy("directive.read")
def file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The file of a directive as it was added; taking it out is logged."""
    directive = _find(request, pk)
    found = DirectiveFile.objects.filter(directive=directive).first()
    if found is None:
        messages.info(request, _("No file is kept with this entry."))
        return redirect(directive)
    return exporting.send(request, bytes(found.body), found.name, verb="directive.read", row=directive)
