"""Objections to a level, on the page of the level."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.org import access
from tongket.pages.columns import Cell
from tongket.pages.corrections import withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import ReasonForm
from tongket.pages.record import Section, SmallTable
from tongket.pages.request import Request
from tongket.rating import actions
from tongket.rating.forms.rounds import AnswerForm, ObjectionForm
from tongket.rating.models import Objection, Rating
from tongket.rating.round_rules import ObjectionState
from tongket.rating.views.rounds import CRUMBS

STATES = {
    ObjectionState.OPEN: "warn",
    ObjectionState.KEPT: "info",
    ObjectionState.CHANGED: "ok",
    ObjectionState.WITHDRAWN: "mut",
}
OF_RATING = Rows(
    query=lambda: Rating.objects.select_related("unit__place", "member__person", "decided_by__place"),
    crumbs=[CRUMBS[0]],
    name=lambda rating: rating.rated_name,
)
OF_OBJECTION = Rows(
    query=lambda: Objection.objects.select_related(
        "unit__place", "rating__unit__place", "rating__member__person", "rating__decided_by__place"
    ),
    crumbs=[CRUMBS[0]],
    name=lambda objection: objection.rating.rated_name,
)


def section(request: Request, rating: Rating) -> list[Section]:
    """The objections to a level and what came of them; nothing where there is none."""
    rows: list[list[Cell | str]] = []
    may_answer = access.may(request.person, "rating.decide", rating.decided_by or rating.unit, on=request.today)
    may_withdraw = access.may(request.person, "rating.object", rating, on=request.today)
    for objection in rating.objections.order_by("filed_on"):
        is_open = objection.state == ObjectionState.OPEN
        is_answered = objection.state in {ObjectionState.KEPT, ObjectionState.CHANGED}
        deeds: list[Cell | str] = [
            Cell(_("Answer"), answer.url(objection)) if may_answer and is_open else "",
            Cell(_("Take the answer back"), reopen.url(objection)) if may_answer and is_answered else "",
            Cell(_("Withdraw"), withdraw.url(objection)) if may_withdraw and is_open else "",
        ]
        rows.append([
            dates.dmy(objection.filed_on),
            Cell(str(objection.get_state_display()), state=STATES[ObjectionState(objection.state)]),
            objection.answer_number,
            dates.dmy_or_empty(objection.answered_on),
            *deeds,
        ])  # fmt: skip
    if not rows:
        return []
    heads = [
        (_("Objected on"), "start"), (_("What came of it"), "start"), (_("Number of the answer"), "start"),
        (_("Answered on"), "start"), ("", "start"), ("", "start"), ("", "start"),
    ]  # fmt: skip
    return [Section(_("Objections"), table=SmallTable(heads, rows))]


@deed(
    "rating:object",
    verb="rating.object",
    row=OF_RATING,
    form=ObjectionForm,
    title=gettext_lazy("Object to the level"),
    label=gettext_lazy("Enter"),
    note=gettext_lazy("What it says stays on paper; here stand its day and what came of it."),
    done=gettext_lazy("The objection was taken in; it waits for an answer."),
    to=lambda objection: objection.get_absolute_url(),
)
def object_to(rating: Rating, data: Data, who: Who) -> Objection:
    return actions.object_to(rating, **data, **who)


@deed(
    "rating:objection_answer",
    verb="rating.decide",
    row=OF_OBJECTION,
    form=AnswerForm,
    title=gettext_lazy("Answer the objection"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The answer was entered. A level that changes is decided again on this page."),
    to=lambda objection: objection.get_absolute_url(),
)
def answer(objection: Objection, data: Data, who: Who) -> Objection:
    return actions.answer_objection(objection, **data, **who)


@deed(
    "rating:objection_reopen",
    verb="rating.decide",
    row=OF_OBJECTION,
    form=ReasonForm,
    title=gettext_lazy("Take the answer back"),
    done=gettext_lazy("The objection waits for an answer again."),
    to=lambda objection: objection.get_absolute_url(),
)
def reopen(objection: Objection, data: Data, who: Who) -> Objection:
    return actions.reopen_objection(objection, **data, **who)


@withdrawal(
    "rating:objection_withdraw",
    verb="rating.object",
    row=OF_OBJECTION,
    title=gettext_lazy("Withdraw the objection"),
    to=lambda objection: objection.get_absolute_url(),
)
def withdraw(objection: Objection, data: Data, who: Who) -> Objection:
    return actions.withdraw_objection(objection, **data, **who)
