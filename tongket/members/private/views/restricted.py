"""Restricted data with who looked at them, and the phone for the secretary of the cell."""

import uuid
from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates
from tongket.core.text import masked
from tongket.members.models import Member, Private
from tongket.members.pages import MEMBERS
from tongket.members.private import actions
from tongket.members.private.forms import LABELS, PhoneForm, RestrictedForm, RevealForm, RevealPhoneForm
from tongket.org import access, audit, saving
from tongket.org.models import AuditRow, Person, Place
from tongket.pages import menu
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Who, deed, who
from tongket.pages.forms import OfficeForm, form_page, posted, run_if_posted
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

SHOWN_READS = 100
WATCHED = {  # what the member is told of: the verb of the log → words
    "member.sensitive": gettext_lazy("looked at restricted data"),
    "member.reveal": gettext_lazy("saw a number behind the mask"),
    "member.contact": gettext_lazy("saw or changed the phone number"),
    "member.restrict": gettext_lazy("changed restricted data"),
    "member.write": gettext_lazy("changed the record"),
    "member.admit": gettext_lazy("recorded the admission"),
}
RESTRICTED = replace(MEMBERS, url=lambda member: reverse("members:restricted", args=[member.pk]))
CONTACT = replace(MEMBERS, url=lambda member: reverse("members:contact", args=[member.pk]))


# --- Restricted data -------------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.sensitive")
def restricted(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Restricted data, numbers masked. That somebody looked is logged, but for one's own."""
    member = MEMBERS.find(request, "member.sensitive", pk=pk)
    if member.person_id != request.person.pk:
        with saving.durable():
            audit.record(request.person, "member.sensitive", member, on=request.today, fields=["read"])
    row = Private.objects.filter(member=member).first()  # unscoped: of a member that was found
    buttons = []
    if access.may(request.person, "member.restrict", member, on=request.today):
        buttons.append(restrict.button(member, _("Correct")))
    if row is not None and (row.identity_number or row.phone):
        buttons.append(Button(_("Show a number"), reverse("members:reveal", args=[member.pk]), is_primary=True))
    return Record(
        title=_("Restricted data"),
        subtitle=f"{member.name} · {member.unit.place.name}",
        crumbs=MEMBERS.around(member),
        buttons=buttons,
        sections=[
            Section("", facts=facts_of(row), note="" if row else _("Nothing is kept.")),
            Section(_("Who has looked at it"), table=reads(member)),
        ],
    ).respond(request)


def facts_of(row: Private | None) -> list[Fact]:
    """The restricted data as a page shows them: numbers masked, flags as yes or no."""
    if row is None:
        return []
    words = {True: _("yes"), False: _("no")}
    return [
        Fact(_("Identity number"), masked(row.identity_number or "", visible=4)),
        Fact(_("Phone"), masked(row.phone or "", visible=4)),
        Fact(_("Of an ethnic minority"), words[row.is_minority]),
        Fact(_("Has a religion"), words[row.is_religious]),
        Fact(_("In the Youth Union"), words[row.is_youth_union]),
        Fact(_("Occupation"), str(row.get_occupation_display()) if row.occupation else ""),
    ]


def reads(member: Member, most: int = SHOWN_READS) -> SmallTable:
    """Who looked at or changed the record: the day, as what, of which unit, and why (S-11)."""
    rows = AuditRow.objects.filter(
        about=Member._meta.label_lower, object_id=str(member.pk), policy__in=WATCHED, result=AuditRow.Result.DONE
    )
    latest = list(rows.order_by("-at")[:most])
    persons = Person.objects.filter(pk__in=[row.actor for row in latest if len(row.actor) == 36])
    actors = {str(person.pk): person for person in persons}
    lines: list[list[Cell | str]] = []
    for row in latest:
        actor = actors.get(row.actor)
        is_own = actor is not None and actor.pk == member.person_id
        role = _("yourself") if is_own else menu.role(actor, on=row.on) if actor else _("the system")
        unit = _unit_of(actor, row.on) if actor and not is_own else ""
        lines.append([dates.dmy(row.on), str(WATCHED[row.policy]), role, unit, row.fields.get("reason", "")])
    heads = [(_("Day"), "start"), (_("What"), "start"), (_("As"), "start"), (_("Unit"), "start"), (_("Why"), "start")]
    return SmallTable(heads=heads, rows=lines, empty_text=_("Nobody has looked at it."))


def _unit_of(actor: Person, on: date) -> str:
    """The unit of the grant by which `menu.role` names the actor on that day."""
    for grant in actor.running_grants(on):
        return Place.objects.get(unit=grant.unit_id).short_name
    return ""


def _kept(_request: Request, member: Member) -> Data:
    """What the forms show of the restricted data, without the numbers."""
    row = Private.objects.filter(member=member).first()  # unscoped: of a member that was found
    names = ("is_minority", "is_religious", "is_youth_union", "occupation")
    return {"seen": row.version, **{name: getattr(row, name) for name in names}} if row else {"seen": 0}


@deed(
    "members:restrict",
    verb="member.restrict",
    row=RESTRICTED,
    form=RestrictedForm,
    initial=_kept,
    title=gettext_lazy("Restricted data"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The restricted data were saved."),
    to=lambda row: reverse("members:restricted", args=[row.member_id]),
)
def restrict(member: Member, data: Data, who: Who) -> Private:
    return actions.keep(member, **data, **who)


# --- The phone, for the secretary of the cell -------------------------------------------------------------------------


@require_GET
@access.policy("member.contact")
def contact(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The phone of a member of one's own cell, masked. That somebody looked is logged."""
    member = MEMBERS.find(request, "member.contact", pk=pk)
    with saving.durable():
        audit.record(request.person, "member.contact", member, on=request.today, fields=["read"])
    rows = Private.objects.filter(member=member)  # unscoped: of a member that was found
    row = rows.first() if member.is_on_roll else None  # a leaver's is no matter of the cell
    buttons = []
    if member.is_on_roll:
        buttons.append(contact_correct.button(member, _("Correct")))
    if row is not None and row.phone:
        buttons.append(Button(_("Show a number"), reverse("members:contact_show", args=[member.pk]), is_primary=True))
    phone = masked((row.phone if row else "") or "", visible=4)
    return Record(
        title=_("Phone"),
        subtitle=f"{member.name} · {member.unit.place.name}",
        crumbs=MEMBERS.around(member),
        buttons=buttons,
        sections=[Section("", facts=[Fact(_("Phone"), phone)], note="" if phone else _("Nothing is kept."))],
    ).respond(request)


@deed(
    "members:contact_correct",
    verb="member.contact",
    row=CONTACT,
    form=PhoneForm,
    initial=_kept,
    title=gettext_lazy("Phone"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The restricted data were saved."),
    to=lambda row: reverse("members:contact", args=[row.member_id]),
)
def contact_correct(member: Member, data: Data, who: Who) -> Private:
    return actions.keep_phone(member, **data, **who)


# --- Numbers behind the mask: shown on the answer itself, which no deed does ------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("member.reveal")
@saves
def reveal(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = MEMBERS.find(request, "member.reveal", pk=pk)
    form = RevealForm(*posted(request), initial={"name": "identity_number"})
    return _shown_once(request, member, form, back="members:restricted")


@require_http_methods(["GET", "POST"])
@access.policy("member.contact")
@saves
def contact_show(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = MEMBERS.find(request, "member.contact", pk=pk)
    return _shown_once(request, member, RevealPhoneForm(*posted(request)), back="members:contact")


def _shown_once(request: Request, member: Member, form: OfficeForm, *, back: str) -> HttpResponse:
    """The form that asks why; sent, the number on this answer alone."""
    crumbs, url = MEMBERS.around(member), reverse(back, args=[member.pk])
    number = run_if_posted(request, form, lambda: actions.reveal(member, **form.values, **who(request)))
    if number is None:
        return form_page(
            request,
            form,
            title=_("Show a number"),
            subtitle=f"{member.name} · {member.unit.place.name}",
            submit_label=_("Show"),
            cancel_url=url,
            crumbs=crumbs,
        )
    shown = Fact(LABELS[form.values["name"]], number)
    response = Record(
        title=member.name,
        crumbs=crumbs,
        buttons=[Button(_("Hide"), url, is_primary=True)],
        sections=[Section("", facts=[shown], note=_("That you looked has been logged."))],
    ).respond(request)
    response["Cache-Control"] = "no-store"
    return response
