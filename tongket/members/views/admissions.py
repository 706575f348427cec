"""The roll, the admissions, and what an officer does with them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates
from tongket.members import actions, queries
from tongket.members.forms import (
    AdmissionForm,
    CancelForm,
    CeremonyForm,
    CorrectionForm,
    LeaveForm,
    RecognitionForm,
    TransferForm,
)
from tongket.members.life.forms import votes_on_official_status
from tongket.members.models import Admission, Member, PlannedMove, Spell
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Cell, Column, day, text, unit
from tongket.pages.filters import Filter, by_unit, by_words, by_year
from tongket.pages.forms import form_page, run_if_posted, run_on
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.request import Request

POST = ["GET", "POST"]


# --- Admissions -------------------------------------------------------------------------------------------------------

WITHOUT, HELD = "none", "held"


def _ceremony(row: Admission, deadlines: queries.Deadlines, request: Request) -> Cell:
    is_late = deadlines.is_late(row, request.today)
    if row.ceremony_on is not None:
        day = dates.dmy(row.ceremony_on)
        return Cell(_("%(day)s, late") % {"day": day}, state="warn") if is_late else Cell(day)
    if not row.member.is_on_roll:
        return Cell("–")
    return Cell(_("overdue") if is_late else _("not held yet"), state="bad" if is_late else "info")


@require_GET
@access.policy("member.read")
def admissions(request: Request) -> HttpResponse:
    rows = access.scope(Admission.objects.all(), request.person, "member.read", on=request.today)
    deadlines = queries.Deadlines()
    new = main_button(request, "member.admit", _("Record an admission"), "members:new")
    listing: Listing[Admission] = Listing(
        title=_("Admissions"),
        verb="member.read",
        columns=[
            text("member__name", _("Full name"), order=("member__name_order",), phone="title"),
            unit(_("Cell")),
            text("decision_number", _("Decision"), key="number", order=()),
            day("decided_on", _("Date of the decision"), phone="figure"),
            Column(
                "ceremony",
                _("Ceremony"),
                lambda row: _ceremony(row, deadlines, request),
                ("ceremony_on",),
                phone="state",
            ),
        ],
        filters=[
            by_words("member__name_fold", _("Full name")),
            by_year("decided_on"),
            by_unit(),
            Filter(
                "ceremony",
                _("Ceremony"),
                lambda rows, value: rows.filter(ceremony_on__isnull=value == WITHOUT),
                options=lambda request: [(WITHOUT, _("not recorded yet")), (HELD, _("recorded"))],
            ),
        ],
        order=("-decided_on", "member__name_order"),
        url_of=lambda row: row.get_absolute_url(),
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=new,
        empty_text=_("No admission has been recorded yet."),
    )
    return listing.respond(request, rows.select_related("member__person", "unit__place"))


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def new(request: Request) -> HttpResponse:
    form = AdmissionForm(
        request.POST or None,
        person=request.person,
        on=request.today,
        initial={"unit": request.GET.get("unit"), "decided_on": request.GET.get("decided_on")},
    )
    if request.method == "POST" and form.is_valid() and _is_nobody_known(form, request):
        fields = {name: value for name, value in form.cleaned_data.items() if name != "is_other_person"}
        admission = run_on(form, lambda: actions.admit(**fields, by=request.person, on=request.today))
        if admission is not None:
            messages.success(
                request,
                _("The admission of %(name)s to %(unit)s was recorded.")
                % {"name": admission.member.name, "unit": admission.unit.place.name},
            )
            if admission.ceremony_on and queries.Deadlines().is_late(admission, request.today):
                messages.warning(request, _("The ceremony is later than the deadline: the superior has to consent."))
            return redirect(admission)
    return form_page(
        request,
        form,
        title=_("Record an admission"),
        submit_label=_("Record"),
        cancel_url=reverse("members:list"),
        note=_("Enter what the decision says. The member joins the roll of the cell on the day of the decision."),
        crumbs=_crumbs(),
    )


def _is_nobody_known(form: AdmissionForm, request: Request) -> bool:
    """Whether no member of the same name and birthday is known, or the officer has checked that it is another one."""
    values = form.cleaned_data
    known = queries.namesakes(values["full_name"], values["born_on"], request.person, on=request.today)
    if not known or values.get("is_other_person"):
        return True
    listed = "; ".join(f"{member.name}, {member.unit.place.name}" for member in known)
    form.add_error(
        "is_other_person",
        _("The roll holds somebody of that name and birthday already (%(listed)s). If it is another person, tick this.")
        % {"listed": listed},
    )
    return False


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def ceremony(request: Request, pk: uuid.UUID) -> HttpResponse:
    admission = _find_admission(request, pk)
    form = CeremonyForm(request.POST or None)
    done = run_if_posted(
        request,
        form,
        lambda: actions.record_ceremony(admission, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The ceremony was recorded."))
        return redirect(admission)
    return form_page(
        request,
        form,
        title=_("Record the ceremony"),
        subtitle=f"{admission.member.name} · {admission.decision_number}, {dates.dmy(admission.decided_on)}",
        submit_label=_("Record"),
        cancel_url=admission.get_absolute_url(),
        crumbs=_crumbs(admission.member),
    )


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    admission = _find_admission(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = admission.member.name

        def deed() -> bool:
            reason = form.cleaned_data["reason"]
            actions.cancel_admission(admission, reason=reason, by=request.person, on=request.today)
            return True

        if run_on(form, deed):
            messages.success(request, _("The admission of %(name)s was taken back.") % {"name": name})
            return redirect("members:admissions")
    return form_page(
        request,
        form,
        title=_("Take back the admission"),
        subtitle=f"{admission.member.name} · {admission.unit.place.name}",
        submit_label=_("Take back"),
        cancel_url=admission.get_absolute_url(),
        note=_("For an entry made by a slip: the member disappears from the roll and from the figures."),
        crumbs=_crumbs(admission.member),
        is_danger=True,
    )


# --- Deeds on a member ------------------------------------------------------------------------------------------------


@require_http_methods(POST)
@access.policy("member.write")
@saves
def official(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = _find(request, pk, "member.write")
    form = RecognitionForm(request.POST or None)
    form.fields["vote"] = votes_on_official_status(member)
    done = run_if_posted(
        request, form, lambda: actions.recognise(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(
            request,
            _("%(name)s is an official member from %(day)s.")
            % {"name": member.name, "day": dates.dmy(done.counted_from_on)},
        )
        return redirect(member)
    return _member_form(request, member, form, title=_("Recognise as official member"), submit_label=_("Record"))


@require_http_methods(POST)
@access.policy("member.write")
@saves
def transfer(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = _find(request, pk, "member.write")
    form = TransferForm(request.POST or None, person=request.person, on=request.today)

    def deed() -> Spell | PlannedMove:
        values = form.cleaned_data
        if values["moved_on"] > request.today:
            return actions.plan_transfer(member, **values, by=request.person, on=request.today)
        return actions.transfer(member, **values, by=request.person, on=request.today)

    done = run_if_posted(request, form, deed)
    if isinstance(done, PlannedMove):
        messages.success(request, _("The transfer is planned for %(day)s.") % {"day": dates.dmy(done.from_on)})
        return redirect(member)
    if done is not None:
        messages.success(
            request,
            _("%(name)s stands in %(unit)s from %(day)s.")
            % {"name": member.name, "unit": done.unit.place.name, "day": dates.dmy(done.from_on)},
        )
        return redirect(member)
    note = _("The member moves at once, without an answer of the new cell: for cells whose rolls you keep both.")
    title = _("Transfer to another cell")
    return _member_form(request, member, form, title=title, submit_label=_("Transfer"), note=note)


@require_http_methods(POST)
@access.policy("member.write")
@saves
def leave(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = _find(request, pk, "member.write")
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_to_come = form.cleaned_data["left_on"] > request.today

        def deed() -> bool:
            values = dict(form.cleaned_data)
            if is_to_come:
                values.pop("discipline_decision")
                actions.plan_leave(member, **values, by=request.person, on=request.today)
            else:
                actions.leave(member, **values, by=request.person, on=request.today)
            return True

        if run_on(form, deed):
            words = _("The end of the membership of %(name)s is planned.")
            said = words if is_to_come else _("The membership of %(name)s was ended.")
            messages.success(request, said % {"name": member.name})
            return redirect(member)
    return _member_form(request, member, form, title=_("End the membership"), submit_label=_("Record"), is_danger=True)


@require_http_methods(POST)
@access.policy("member.write")
@saves
def correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = _find(request, pk, "member.write")
    initial = {name: getattr(member, name) for name in actions.CORRECTABLE if name != "full_name"}
    form = CorrectionForm(request.POST or None, initial={**initial, "full_name": member.name, "seen": member.version})
    done = run_if_posted(
        request, form, lambda: actions.correct(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The record was corrected."))
        return redirect(member)
    return _member_form(request, member, form, title=_("Correct the record"), submit_label=_("Save"))


# --- Parts ------------------------------------------------------------------------------------------------------------


def _find(request: Request, pk: uuid.UUID, verb: str) -> Member:
    return access.find(
        Member.objects.select_related("person", "unit__place"), request.person, verb, pk, on=request.today
    )


def _find_admission(request: Request, pk: uuid.UUID) -> Admission:
    return access.find(
        Admission.objects.select_related("member__person", "unit__place"),
        request.person,
        "member.admit",
        pk,
        on=request.today,
    )


def _crumbs(member: Member | None = None) -> list[tuple[str, str]]:
    first = (_("Members"), reverse("members:list"))
    return [first] if member is None else [first, (member.name, member.get_absolute_url())]


def _member_form(request: Request, member: Member, form: Any, **words: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        subtitle=f"{member.name} · {member.unit.place.name}",
        cancel_url=member.get_absolute_url(),
        crumbs=_crumbs(member),
        **words,
    )
