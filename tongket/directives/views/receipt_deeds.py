"""What a unit records about a directive that it has, and how slips are set right."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tongket.directives import actions
from tongket.directives.forms import (
    AskReviewForm,
    CarriedOutForm,
    CorrectReceiptForm,
    CorrectSessionForm,
    CoverageForm,
    HandOnForm,
    HoldReviewForm,
    ProgrammeForm,
    StudyForm,
)
from tongket.directives.models import ActionProgramme, OwnDocument, ProgressReview, Receipt, StudySession
from tongket.directives.views.receipts import crumbs_of
from tongket.directives.views.removal import removal_page
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.columns import unit_name
from tongket.pages.forms import OfficeForm, form_page, run_if_posted
from tongket.pages.once import saves
from tongket.pages.request import Request

GET_POST = ["GET", "POST"]
RELATED = ("receipt__unit__place__parent__place", "receipt__directive")


def _receipt(request: Request, pk: uuid.UUID, verb: str = "directive.study") -> Receipt:
    rows = Receipt.objects.select_related("unit__place__parent__place", "directive")
    return access.find(rows, request.person, verb, pk, on=request.today)


def _under_receipt(request: Request, model: Any, pk: uuid.UUID, verb: str = "directive.study") -> Any:
    """A session, a programme or a review, with its receipt."""
    return access.find(model.objects.select_related(*RELATED), request.person, verb, pk, on=request.today)


def _subtitle(row: Receipt) -> str:
    return f"{row.directive.printed} · {row.directive.subject} · {unit_name(row)}"


def _page(
    request: Request, row: Receipt, form: OfficeForm, deed: Callable[[], Any], *, title: str, done: str, label: str = ""
) -> HttpResponse:
    """The form about one directive in one unit; after the deed that page again."""
    if run_if_posted(request, form, deed) is not None:
        messages.success(request, done)
        return redirect(row)
    return form_page(
        request,
        form,
        title=title,
        subtitle=_subtitle(row),
        submit_label=label or _("Record"),
        cancel_url=row.get_absolute_url(),
        crumbs=crumbs_of(row.directive),
    )


def _removal(request: Request, row: Receipt, deed: Callable[[], None], title: str, *, after: str = "") -> HttpResponse:
    back = row.get_absolute_url()
    return removal_page(
        request, deed, title=title, subtitle=_subtitle(row), back=back, after=after or back,
        crumbs=crumbs_of(row.directive),
    )  # fmt: skip


# --- Study -----------------------------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def study(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt(request, pk)
    form = StudyForm(request.POST or None, initial={"held_on": request.today})
    return _page(
        request,
        row,
        form,
        lambda: actions.hold_study(row, **form.cleaned_data, by=request.person, on=request.today),
        title=_("Record a session"),
        done=_("The session was recorded."),
    )


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def correct_session(request: Request, pk: uuid.UUID) -> HttpResponse:
    session: StudySession = _under_receipt(request, StudySession, pk)
    initial = {name: getattr(session, name) for name in actions.SESSION_FIELDS} | {"seen": session.version}
    form = CorrectSessionForm(request.POST or None, initial=initial)
    return _page(
        request,
        session.receipt,
        form,
        lambda: actions.correct_session(session, **form.cleaned_data, by=request.person, on=request.today),
        title=_("Correct the session"),
        done=_("The session was corrected."),
        label=_("Save"),
    )


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def remove_session(request: Request, pk: uuid.UUID) -> HttpResponse:
    session: StudySession = _under_receipt(request, StudySession, pk)
    return _removal(
        request,
        session.receipt,
        lambda: actions.remove_session(session, by=request.person, on=request.today),
        _("Remove the session"),
    )


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def coverage(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How many had to study and how many did: what the unit says, starting from its largest session."""
    row = _receipt(request, pk)
    largest = row.sessions.order_by("-invited", "-present").first()
    initial = {
        "to_cover": row.to_cover if row.to_cover is not None else largest and largest.invited,
        "covered": row.covered if row.covered is not None else largest and largest.present,
        "seen": row.version,
    }
    form = CoverageForm(request.POST or None, initial=initial)
    return _page(
        request,
        row,
        form,
        lambda: actions.confirm_coverage(row, **form.cleaned_data, by=request.person, on=request.today),
        title=_("Confirm how many studied"),
        done=_("The numbers were confirmed."),
    )


# --- Programme -------------------------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def programme(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt(request, pk)
    documents = access.scope(
        OwnDocument.objects.filter(unit=row.unit, issued_on__gte=row.received_on),
        request.person, "document.read", on=request.today,
    )  # fmt: skip
    form = ProgrammeForm(documents, request.POST or None, initial={"issued_on": request.today})
    return _page(
        request,
        row,
        form,
        lambda: actions.issue_programme(row, **form.cleaned_data, by=request.person, on=request.today),
        title=_("Record a programme"),
        done=_("The programme was recorded."),
    )


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def carried_out(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt(request, pk)
    initial = {"carried_out_on": row.carried_out_on or request.today, "seen": row.version}
    form = CarriedOutForm(request.POST or None, initial=initial)
    return _page(
        request,
        row,
        form,
        lambda: actions.carry_out(row, **form.cleaned_data, by=request.person, on=request.today),
        title=_("Programme carried out"),
        done=_("The programme was recorded as carried out."),
    )


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def remove_programme(request: Request, pk: uuid.UUID) -> HttpResponse:
    row: ActionProgramme = _under_receipt(request, ActionProgramme, pk)
    return _removal(
        request,
        row.receipt,
        lambda: actions.remove_programme(row, by=request.person, on=request.today),
        _("Remove the programme"),
    )


@require_http_methods(GET_POST)
@access.policy("directive.write")
@saves
def hand_on(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Make a unit's programme a directive for units directly under it."""
    row: ActionProgramme = _under_receipt(request, ActionProgramme, pk, "directive.write")
    units = access.scope(
        Unit.objects.filter(place__is_living=True, place__parent=row.unit), request.person, "directive.write",
        on=request.today,
    )  # fmt: skip
    form = HandOnForm(units, request.POST or None, initial={"received_on": request.today})

    def deed() -> bool:
        values = {name: value for name, value in form.cleaned_data.items() if name != "chosen"}
        chosen = list(form.cleaned_data["chosen"].select_related("place"))
        try:
            actions.hand_on(row, chosen, **values, by=request.person, on=request.today)
        except ValidationError as refusal:
            said = dict(refusal.error_dict) if hasattr(refusal, "error_dict") else {}
            raise ValidationError({"chosen": said["units"]} if "units" in said else refusal) from refusal
        return True

    if run_if_posted(request, form, deed):
        number = len(form.cleaned_data["chosen"])
        said = ngettext("Passed on to %(n)s unit.", "Passed on to %(n)s units.", number) % {"n": number}
        messages.success(request, said)
        return redirect(row.receipt)
    return form_page(
        request,
        form,
        title=_("Hand the programme on"),
        subtitle=f"{row.printed} · {_subtitle(row.receipt)}",
        submit_label=_("Pass on"),
        cancel_url=row.receipt.get_absolute_url(),
        crumbs=crumbs_of(row.receipt.directive),
    )


# --- Interim and final reviews ---------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def ask_review(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt(request, pk)
    form = AskReviewForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: actions.ask_review(row, **form.cleaned_data, by=request.person, on=request.today),
        title=_("Ask for a review"),
        done=_("The day of the review was set."),
        label=_("Save"),
    )


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def hold_review(request: Request, pk: uuid.UUID) -> HttpResponse:
    row: ProgressReview = _under_receipt(request, ProgressReview, pk)
    initial = {"done_on": row.done_on or request.today, "document": row.document, "seen": row.version}
    form = HoldReviewForm(request.POST or None, initial=initial)
    return _page(
        request,
        row.receipt,
        form,
        lambda: actions.hold_review(row, **form.cleaned_data, by=request.person, on=request.today),
        title=str(row.get_kind_display()).capitalize(),
        done=_("The review was recorded."),
    )


@require_http_methods(GET_POST)
@access.policy("directive.study")
@saves
def remove_review(request: Request, pk: uuid.UUID) -> HttpResponse:
    row: ProgressReview = _under_receipt(request, ProgressReview, pk)
    return _removal(
        request,
        row.receipt,
        lambda: actions.remove_review(row, by=request.person, on=request.today),
        _("Remove the review"),
    )


# --- What was asked --------------------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
@access.policy("directive.write")
@saves
def correct_receipt(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt(request, pk, "directive.write")
    initial = {name: getattr(row, name) for name in actions.ASKED} | {"seen": row.version}
    form = CorrectReceiptForm(request.POST or None, initial=initial)
    return _page(
        request,
        row,
        form,
        lambda: actions.correct_receipt(row, **form.cleaned_data, by=request.person, on=request.today),
        title=_("Correct what was asked"),
        done=_("What was asked of the unit was corrected."),
        label=_("Save"),
    )


@require_http_methods(GET_POST)
@access.policy("directive.write")
@saves
def remove_receipt(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _receipt(request, pk, "directive.write")
    return _removal(
        request,
        row,
        lambda: actions.remove_receipt(row, by=request.person, on=request.today),
        _("Take the directive back from the unit"),
        after=row.directive.get_absolute_url(),
    )
