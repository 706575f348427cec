"""Rights: giving them, the second person, correcting and ending them (S-01, S-07)."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access, actions
from tongket.org.models import Grant, OfficeTerm
from tongket.org.queries import grants as queries
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, correction_form, form_page, posted
from tongket.pages.request import Request
from tongket.pages.rights import office_name, right_name
from tongket.units.forms.grants import (
    ActForm,
    ConfirmForm,
    CorrectGrantForm,
    EndGrantForm,
    GiveForm,
    OfficeHolderForm,
    SeenReasonForm,
    StandInForm,
    UsualForm,
)

ADMIN = (gettext_lazy("Administration"), "units:administration")
CRUMBS = [ADMIN, (gettext_lazy("Rights"), "units:rights")]
State = Grant.State


RIGHTS = Rows(query=queries.with_people, crumbs=CRUMBS, name=lambda row: f"{row.person} · {right_name(row)}")
TERMS = Rows(
    query=lambda: OfficeTerm.objects.select_related("unit__place", "person"),
    crumbs=CRUMBS,
    name=lambda term: f"{term.person} · {term.get_office_display()}",
    url=None,
)


# --- In words --------------------------------------------------------------------------------------------------------


def state_of(row: Grant, day: date) -> Cell:
    """How a grant stands on a day."""
    if row.state != State.GIVEN:
        return Cell(str(row.get_state_display()), state="warn" if row.state == State.PROPOSED else "mut")
    if row.is_running(day):
        return Cell(_("in force"), state="ok")
    if row.valid_until is not None and row.valid_until <= day:
        return Cell(_("ended on %(day)s") % {"day": dates.dmy(row.valid_until)}, state="mut")
    if row.valid_from > day:
        return Cell(_("from %(day)s") % {"day": dates.dmy(row.valid_from)}, state="info")
    if row.suspends_on is not None and row.suspends_on <= day:
        return Cell(_("suspended: not reviewed in time"), state="bad")
    if not row.office_term.is_running(day):
        return Cell(_("ended with the office"), state="mut")
    return Cell(_("resting: the right stood in for does not run"), state="mut")


# --- Giving ----------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("grant.write")
def new_right(request: Request) -> HttpResponse:
    """To whom: somebody by an office that they hold; then the right itself."""
    form = OfficeHolderForm(request.person, request.GET or None, on=request.today)
    if form.is_bound and form.is_valid():
        return redirect("units:give_right", pk=form.cleaned_data["term"].pk)
    return form_page(
        request,
        form,
        title=_("Give a right"),
        submit_label=_("Go on"),
        cancel_url=reverse("units:rights"),
        method="get",
        crumbs=[(label, reverse(url_name)) for label, url_name in CRUMBS],
        note=_("A right hangs on an office: record the office first where it is missing, on the page of its unit."),
    )


def _give_form(request: Request, term: OfficeTerm) -> OfficeForm:
    domain = queries.usual_domain(term)
    until_on = term.committee.until_on if term.committee else None
    initial = {
        "unit": term.unit.code,
        "domain": domain,
        "decision": term.decision,
        "valid_from": max(request.today, term.from_on),
        "valid_until": until_on if until_on and until_on > request.today else None,
    }
    form = GiveForm(request.person, term, posted(request)[0], on=request.today, initial=initial)
    if domain in form.fields["domain"].closed:  # type: ignore[attr-defined]  # a DomainField
        form.initial["domain"] = None
    return form


@deed(
    "units:give_right",
    verb="grant.write",
    row=TERMS,
    form=_give_form,
    title=gettext_lazy("Give a right"),
    label=gettext_lazy("Give the right"),
    note=lambda term: (
        _("%(office)s, since %(day)s. An office alone gives nothing.")
        % {"office": office_name(term), "day": dates.dmy(term.from_on)}
    ),
    done=lambda row: _done(row),
    to=lambda row: row.get_absolute_url(),
)
def give_right(term: OfficeTerm, data: Data, who: Who) -> Grant:
    return actions.grant(term, **data, **who)


def _done(row: Grant) -> str:
    if row.state == State.GIVEN:
        return _("The right was given.")
    return _("The right was proposed. It runs once %(who)s has confirmed it.") % {"who": row.confirmer}


def _stand_in_form(request: Request, row: Grant) -> OfficeForm:
    initial = {"valid_from": request.today}
    return StandInForm(request.person, row, posted(request)[0], on=request.today, initial=initial)


@deed(
    "units:stand_in",
    verb="grant.write",
    row=RIGHTS,
    form=_stand_in_form,
    title=gettext_lazy("Let somebody stand in"),
    label=gettext_lazy("Give the right"),
    note=gettext_lazy("For an absence, from a day until another. What is done by it bears both names in the log."),
    done=lambda row: _done(row),
    to=lambda row: row.get_absolute_url(),
)
def stand_in(row: Grant, data: Data, who: Who) -> Grant:
    return actions.stand_in(row, **data, **who)


def _act_form(request: Request, _row: None) -> OfficeForm:
    initial = {"valid_from": request.today, "unit": request.GET.get("unit")}
    return ActForm(request.person, posted(request)[0], on=request.today, initial=initial)


@deed(
    "units:let_act",
    verb="grant.write",
    form=_act_form,
    title=gettext_lazy("Enter for a unit"),
    label=gettext_lazy("Give the right"),
    note=gettext_lazy(
        "For the reports of one unit that has no device. Both names stand on the report and in the log; never for "
        "votes or restricted data."
    ),
    done=lambda row: _done(row),
    to=lambda row: row.get_absolute_url(),
    crumbs=CRUMBS,
)
def let_act(data: Data, who: Who) -> Grant:
    return actions.let_act_for(**data, member=None, **who)


def _usual_form(request: Request, _row: None) -> OfficeForm:
    terms = queries.without_usual_right(request.person, request.today)
    return UsualForm(request.person, terms, posted(request)[0], on=request.today)


@deed(
    "units:usual_rights",
    verb="grant.write",
    form=_usual_form,
    title=gettext_lazy("Offices without their usual right"),
    label=gettext_lazy("Give to those ticked"),
    note=gettext_lazy("By one decision: all that are ticked, or none. An office alone gives nothing."),
    done=lambda rows: (
        ngettext("%(count)s right was given or proposed.", "%(count)s rights were given or proposed.", len(rows))
        % {"count": len(rows)}
    ),
    to=lambda _rows: reverse("units:rights"),
    crumbs=CRUMBS,
)
def usual_rights(data: Data, who: Who) -> list[Grant]:
    return actions.grant_usual(list(data.pop("terms")), **data, **who)


# --- The second person -----------------------------------------------------------------------------------------------


@deed(
    "units:confirm_right",
    verb="grant.confirm",
    row=RIGHTS,
    title=gettext_lazy("Confirm the right"),
    done=gettext_lazy("The right was confirmed and runs."),
    confirm=gettext_lazy("You answer for it beside who proposed it. Confirm?"),
)
def confirm(row: Grant, data: Data, who: Who) -> Grant:
    return actions.confirm_grant(row, **who)


def _confirm_form(request: Request, _row: None) -> OfficeForm:
    rows = queries.to_confirm(request.person, request.today).select_related("person", "unit__place", "granted_by")
    return ConfirmForm(rows, posted(request)[0])


@deed(
    "units:confirm_rights",
    verb="grant.confirm",
    form=_confirm_form,
    title=gettext_lazy("Rights that wait for you"),
    label=gettext_lazy("Confirm those ticked"),
    note=gettext_lazy("You answer for them beside who proposed them. What you leave out goes on waiting."),
    done=lambda rows: (
        ngettext("%(count)s right was confirmed.", "%(count)s rights were confirmed.", len(rows)) % {"count": len(rows)}
    ),
    to=lambda _rows: reverse("units:rights"),
    crumbs=CRUMBS,
)
def confirm_several(data: Data, who: Who) -> list[Grant]:
    return actions.confirm_grants(data["rows"], **who)


@deed(
    "units:refuse_right",
    verb="grant.confirm",
    row=RIGHTS,
    form=SeenReasonForm,
    title=gettext_lazy("Refuse the right"),
    label=gettext_lazy("Refuse"),
    done=gettext_lazy("The right was refused."),
    is_danger=True,
)
def refuse(row: Grant, data: Data, who: Who) -> Grant:
    return actions.refuse_grant(row, **data, **who)


# --- Afterwards ------------------------------------------------------------------------------------------------------


@deed(
    "units:correct_right",
    verb="grant.write",
    row=RIGHTS,
    form=correction_form(CorrectGrantForm, ("decision", "decided_on", "valid_from", "valid_until")),
    title=gettext_lazy("Correct the right"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The right was corrected."),
)
def correct(row: Grant, data: Data, who: Who) -> Grant:
    return actions.correct_grant(row, **data, **who)


@deed(
    "units:end_right",
    verb="grant.write",
    row=RIGHTS,
    form=EndGrantForm,
    initial=lambda request, _row: {"until_on": request.today},
    title=gettext_lazy("End the right early"),
    label=gettext_lazy("End it"),
    note=gettext_lazy("What was done by it stands; from that day on it gives nothing."),
    done=gettext_lazy("The right has its end."),
    is_danger=True,
)
def end(row: Grant, data: Data, who: Who) -> Grant:
    return actions.end_grant(row, **data, **who)


@deed(
    "units:withdraw_right",
    verb="grant.write",
    row=RIGHTS,
    form=SeenReasonForm,
    title=gettext_lazy("Withdraw the right"),
    label=gettext_lazy("Withdraw the right"),
    note=gettext_lazy("For a slip: it was given by mistake. To end a right that was given rightly, end it early."),
    done=gettext_lazy("The right was withdrawn."),
    is_danger=True,
)
def withdraw(row: Grant, data: Data, who: Who) -> Grant:
    return actions.withdraw_grant(row, **data, **who)
