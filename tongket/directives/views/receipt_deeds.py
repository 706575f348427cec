"""What a unit records about a directive that it has, and how slips are set right."""

from typing import Any, TypeVar

from django.utils.translation import gettext_lazy, ngettext

from tongket.directives import actions
from tongket.directives.forms import (
    AskReviewForm,
    AsksForm,
    CarriedOutForm,
    CoverageForm,
    HandOnForm,
    HoldReviewForm,
    PaperForm,
    ProgrammeForm,
    ReviewCorrectionForm,
    StudyForm,
)
from tongket.directives.models import ActionProgramme, Directive, OwnDocument, ProgressReview, Receipt, StudySession
from tongket.org import access
from tongket.org.models import Unit, UnitOwned
from tongket.pages.columns import unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import posted
from tongket.pages.request import Request

P = TypeVar("P", bound=UnitOwned)
CRUMBS = [(gettext_lazy("Directives"), "directives:list")]
RECORD = gettext_lazy("Record")
SAVE = gettext_lazy("Save")


def _about(receipt: Receipt) -> str:
    return f"{receipt.directive.subject} · {unit_name(receipt)}"


RECEIPTS = Rows(
    query=lambda: Receipt.objects.select_related("unit__place__parent__place", "directive"),
    crumbs=CRUMBS,
    name=lambda receipt: receipt.directive.printed,
    subtitle=_about,
)


def _parts(model: type[P]) -> Rows[Any]:
    """Sessions, programmes or reviews: their pages lead back to that of their receipt."""
    return Rows(
        query=lambda: model._default_manager.select_related(
            "receipt__unit__place__parent__place", "receipt__directive"
        ),
        crumbs=CRUMBS,
        name=lambda row: row.receipt.directive.printed,
        subtitle=lambda row: _about(row.receipt),
        url=lambda row: row.receipt.get_absolute_url(),
    )


SESSIONS, PROGRAMMES, REVIEWS = _parts(StudySession), _parts(ActionProgramme), _parts(ProgressReview)

# --- Study -----------------------------------------------------------------------------------------------------------


@deed(
    "directives:study",
    verb="directive.study",
    row=RECEIPTS,
    form=StudyForm,
    initial=lambda request, _receipt: {"held_on": request.today},
    title=gettext_lazy("Record a session"),
    label=RECORD,
    done=gettext_lazy("The session was recorded."),
    to=lambda session: session.receipt.get_absolute_url(),
)
def study(receipt: Receipt, data: Data, who: Who) -> StudySession:
    return actions.hold_study(receipt, **data, **who)


@correction(
    "directives:correct_session",
    verb="directive.study",
    row=SESSIONS,
    form=StudyForm,
    fields=actions.SESSION_FIELDS,
    is_counted=True,
    title=gettext_lazy("Correct the session"),
)
def correct_session(session: StudySession, data: Data, who: Who) -> StudySession:
    return actions.correct_session(session, **data, **who)


@withdrawal("directives:remove_session", verb="directive.study", row=SESSIONS, title=gettext_lazy("Remove the session"))
def remove_session(session: StudySession, data: Data, who: Who) -> None:
    actions.remove_session(session, **data, **who)


def _numbers_so_far(_request: Request, receipt: Receipt) -> Data:
    """What the unit said before, else the numbers of its largest session."""
    if receipt.to_cover is not None:
        return {"to_cover": receipt.to_cover, "covered": receipt.covered}
    largest = receipt.sessions.order_by("-invited", "-present").first()
    return {"to_cover": largest.invited, "covered": largest.present} if largest else {}


@deed(
    "directives:coverage",
    verb="directive.study",
    row=RECEIPTS,
    form=CoverageForm,
    initial=_numbers_so_far,
    title=gettext_lazy("Confirm how many studied"),
    label=RECORD,
    done=gettext_lazy("The numbers were confirmed."),
)
def coverage(receipt: Receipt, data: Data, who: Who) -> Receipt:
    return actions.confirm_coverage(receipt, **data, **who)


# --- Programme -------------------------------------------------------------------------------------------------------


def _programme_form(request: Request, receipt: Receipt) -> ProgrammeForm:
    documents = access.scope(
        OwnDocument.objects.filter(unit=receipt.unit, issued_on__gte=receipt.received_on),
        request.person,
        "document.read",
        on=request.today,
    )
    return ProgrammeForm(documents, *posted(request), initial={"issued_on": request.today})


@deed(
    "directives:programme",
    verb="directive.study",
    row=RECEIPTS,
    form=_programme_form,
    title=gettext_lazy("Record a programme"),
    label=RECORD,
    done=gettext_lazy("The programme was recorded."),
    to=lambda programme: programme.receipt.get_absolute_url(),
)
def programme(receipt: Receipt, data: Data, who: Who) -> ActionProgramme:
    return actions.issue_programme(receipt, **data, **who)


@deed(
    "directives:carried_out",
    verb="directive.study",
    row=RECEIPTS,
    form=CarriedOutForm,
    initial=lambda request, receipt: {"carried_out_on": receipt.carried_out_on or request.today},
    title=gettext_lazy("Programme carried out"),
    label=RECORD,
    done=gettext_lazy("The programme was recorded as carried out."),
)
def carried_out(receipt: Receipt, data: Data, who: Who) -> Receipt:
    return actions.carry_out(receipt, **data, **who)


@correction(
    "directives:correct_programme",
    verb="directive.study",
    row=PROGRAMMES,
    form=PaperForm,
    fields=("number", "symbol", "issued_on"),
    is_counted=True,
    title=gettext_lazy("Correct the programme"),
    to=lambda row: row.receipt.get_absolute_url(),
)
def correct_programme(row: ActionProgramme, data: Data, who: Who) -> ActionProgramme:
    return actions.correct_programme(row, **data, **who)


@withdrawal(
    "directives:remove_programme", verb="directive.study", row=PROGRAMMES, title=gettext_lazy("Remove the programme")
)
def remove_programme(row: ActionProgramme, data: Data, who: Who) -> None:
    actions.remove_programme(row, **data, **who)


def _hand_on_form(request: Request, row: ActionProgramme) -> HandOnForm:
    units = access.scope(
        Unit.objects.filter(place__is_living=True, place__parent=row.unit),
        request.person,
        "directive.write",
        on=request.today,
    )
    return HandOnForm(units, *posted(request), initial={"received_on": request.today})


def passed_on(receipts: list[Receipt]) -> str:
    n = len(receipts)
    return ngettext("Passed on to %(n)s unit.", "Passed on to %(n)s units.", n) % {"n": n}


@deed(
    "directives:hand_on",
    verb="directive.write",
    row=PROGRAMMES,
    form=_hand_on_form,
    title=gettext_lazy("Hand the programme on"),
    label=gettext_lazy("Pass on"),
    done=passed_on,
)
def hand_on(row: ActionProgramme, data: Data, who: Who) -> list[Receipt]:
    return actions.hand_on(row, **data, **who)


# --- Interim and final reviews ---------------------------------------------------------------------------------------


@deed(
    "directives:ask_review",
    verb="directive.study",
    row=RECEIPTS,
    form=AskReviewForm,
    title=gettext_lazy("Ask for a review"),
    label=SAVE,
    done=gettext_lazy("The day of the review was set."),
)
def ask_review(receipt: Receipt, data: Data, who: Who) -> ProgressReview:
    return actions.ask_review(receipt, **data, **who)


@deed(
    "directives:hold_review",
    verb="directive.study",
    row=REVIEWS,
    form=HoldReviewForm,
    initial=lambda request, review: {"done_on": review.done_on or request.today, "document": review.document},
    title=lambda review: review.get_kind_display().capitalize(),
    label=RECORD,
    done=gettext_lazy("The review was recorded."),
)
def hold_review(review: ProgressReview, data: Data, who: Who) -> ProgressReview:
    return actions.hold_review(review, **data, **who)


@correction(
    "directives:correct_review",
    verb="directive.study",
    row=REVIEWS,
    form=ReviewCorrectionForm,
    fields=("due_on", "done_on", "document"),
    is_counted=True,
    title=gettext_lazy("Correct the review"),
    to=lambda review: review.receipt.get_absolute_url(),
)
def correct_review(review: ProgressReview, data: Data, who: Who) -> ProgressReview:
    return actions.correct_review(review, **data, **who)


@withdrawal("directives:remove_review", verb="directive.study", row=REVIEWS, title=gettext_lazy("Remove the review"))
def remove_review(review: ProgressReview, data: Data, who: Who) -> None:
    actions.remove_review(review, **data, **who)


# --- What was asked --------------------------------------------------------------------------------------------------


@correction(
    "directives:correct_receipt",
    verb="directive.write",
    row=RECEIPTS,
    form=AsksForm,
    fields=actions.ASKED,
    is_counted=True,
    title=gettext_lazy("Correct what was asked"),
)
def correct_receipt(receipt: Receipt, data: Data, who: Who) -> Receipt:
    return actions.correct_receipt(receipt, **data, **who)


@withdrawal(
    "directives:remove_receipt",
    verb="directive.write",
    row=RECEIPTS,
    title=gettext_lazy("Take the directive back from the unit"),
)
def remove_receipt(receipt: Receipt, data: Data, who: Who) -> Directive:
    actions.remove_receipt(receipt, **data, **who)
    return receipt.directive
