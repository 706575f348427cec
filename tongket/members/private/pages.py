"""What the pages of this part share: the member that they are about, the way back, the form."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.members.models import Member
from tongket.org import access
from tongket.pages.forms import form_page
from tongket.pages.request import Request


def find_member(request: Request, pk: uuid.UUID, verb: str) -> Member:
    """The member on whom the person may use the verb, or 404."""
    rows = Member.objects.select_related("person", "unit__place__parent__place")
    return access.find(rows, request.person, verb, pk, on=request.today)


def crumbs(member: Member) -> list[tuple[Any, str]]:
    return [(_("Members"), reverse("members:list")), (member.name, member.get_absolute_url())]


def member_form(
    request: Request,
    member: Member,
    form: Any,
    title: str,
    submit_label: str,
    *,
    back: str,
    note: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """A form about one member; back: the name of the page to return to."""
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{member.name} · {member.unit.place.name}",
        submit_label=submit_label,
        cancel_url=reverse(back, args=[member.pk]),
        crumbs=crumbs(member),
        note=note,
        is_danger=is_danger,
    )
