"""What the pages of members' lives share: finding the row, sending a form, doing what one button does."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.members import base
from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.forms import OfficeForm, form_page, run_on
from tongket.pages.request import Request


def crumbs() -> list[tuple[str, str]]:
    return [(_("Members"), reverse("members:list"))]


def base_of_today(unit: Unit, on: date) -> str:
    """What the form of a vote says of its base before the day of the vote is known."""
    size = base.size(base.of_cell(unit, on))
    said = _("By the roll of today the base is %(base)s; it is worked out anew for the day of the vote.")
    return said % {"base": size}


def find_member(request: Request, pk: uuid.UUID, verb: str) -> Member:
    rows = Member.objects.select_related("person", "unit__place")  # unscoped: narrowed by find
    return access.find(rows, request.person, verb, pk, on=request.today)


def done_with(request: Request, form: OfficeForm, deed: Callable[[], None], said: str) -> bool:
    """Whether the form was sent, accepted and done; then it says so."""
    if request.method != "POST" or not form.is_valid():
        return False

    def whole() -> bool:
        deed()
        return True

    if not run_on(form, whole):
        return False
    messages.success(request, said)
    return True


def posted(request: Request, member: Member, deed: Callable[[], None]) -> HttpResponse:
    """Do what one button does, and say what it refused."""
    form = OfficeForm({})
    if done_with(request, form, deed, _("It was cancelled.")):
        return redirect(member)
    for said in form.non_field_errors():
        messages.error(request, str(said))
    return redirect(member)


def member_form(request: Request, member: Member, form: Any, **words: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        subtitle=f"{member.name} · {member.unit.place.name}",
        cancel_url=member.get_absolute_url(),
        crumbs=[*crumbs(), (member.name, member.get_absolute_url())],
        **words,
    )
