"""Classes: the list, one class with its days and learners, recording and putting right."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, choice, day, number, text, unit, unit_name
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import UnitField, posted, seen_field
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.training import actions, queries
from tongket.training.forms import ClassForm, SessionForm
from tongket.training.models import ClassSession, Learner, TrainingClass
from tongket.training.rules import TOOK_PART, Kind, Result
from tongket.training.views import learners
from tongket.training.views.rows import CLASSES, CRUMBS, SESSIONS
from tongket.training.wording import certificate_words, result_cell

LIST: Listing[TrainingClass] = Listing(
    title=gettext_lazy("Training"),
    verb="training.read",
    columns=[
        text("title", gettext_lazy("Class"), phone="title"),
        unit(),
        choice("kind", gettext_lazy("Kind of class")),
        day("opened_on", gettext_lazy("Opened on")),
        day("closed_on", gettext_lazy("Closed on")),
        number("learners", gettext_lazy("Learners"), phone="figure"),
    ],
    filters=[
        by_choice("kind", gettext_lazy("Kind of class"), Kind.choices),
        by_year("opened_on"),
        by_unit(),
    ],
    order=("-opened_on", "unit__place__pos"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy(
        "No class has been recorded yet. The organisation board records a class once it has begun."
    ),
)


@require_GET
@access.policy("training.read")
def class_list(request: Request) -> HttpResponse:
    rows = access.scope(TrainingClass.objects.all(), request.person, "training.read", on=request.today)
    buttons = [
        Button(_("Schools"), reverse("training:schools")),
        Button(_("Learners"), reverse("training:learners")),
        *main_button(request, "training.write", _("Record a class"), "training:new"),
    ]
    return LIST.respond(request, rows.select_related("unit__place"), buttons=buttons)


@require_GET
@access.policy("training.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = CLASSES.find(request, "training.read", pk=pk)
    may_write = access.may(request.person, "training.write", row, on=request.today)
    roster = list(access.scope(queries.roster(row), request.person, "learning.read", on=request.today))
    return Record(
        title=row.title,
        subtitle=unit_name(row),
        crumbs=CLASSES.above(row),
        about=About(row, "training.read", ("learning.read",)),
        chips=[(str(row.get_kind_display()), "mut")],
        buttons=_buttons(row, roster) if may_write else [],
        sections=[
            Section(_("In brief"), facts=_facts(row, roster)),
            _sessions(row, may_write=may_write),
            _roster(row, roster, may_write=may_write),
            *history.section(row, "training.read"),
        ],
    ).respond(request)


def _buttons(row: TrainingClass, roster: list[Learner]) -> list[Button]:
    """What may be done next, the main thing last."""
    buttons = [withdraw.button(row, _("Withdraw")), correct.button(row, _("Correct"))]
    if any(learner.result == Result.LISTED for learner in roster):
        return [*buttons, learners.results.button(row, _("Enter results"), is_primary=True)]
    if any(learner.result == Result.PASSED and not learner.certificate_number for learner in roster):
        return [*buttons, learners.certify.button(row, _("Give certificates"), is_primary=True)]
    if not roster:
        return [*buttons, Button(_("Pick learners"), reverse("training:under", args=[row.pk]), is_primary=True)]
    return buttons


def _facts(row: TrainingClass, roster: list[Learner]) -> list[Fact]:
    facts = [
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Opened on"), dates.dmy(row.opened_on)),
        Fact(_("Closed on"), dates.dmy_or_empty(row.closed_on)),
    ]
    if row.school is not None:
        facts.append(Fact(_("School"), row.school.name, row.school.get_absolute_url()))
    if row.place:
        facts.append(Fact(_("Place"), row.place))
    if row.decision_number and row.decided_on is not None:
        parts = [row.decision_number, dates.dmy(row.decided_on), row.decided_by]
        facts.append(Fact(_("Decision"), ", ".join(part for part in parts if part)))
    facts.append(Fact(_("Learners"), numbers.number(row.learners)))
    if roster:
        took_part = sum(learner.result in TOOK_PART for learner in roster)
        passed = sum(learner.result == Result.PASSED for learner in roster)
        words = _("%(listed)s on the list, %(took_part)s took part, %(passed)s passed")
        facts.append(
            Fact(_("List and results"), words % {"listed": len(roster), "took_part": took_part, "passed": passed})
        )
    return facts


def _sessions(row: TrainingClass, *, may_write: bool) -> Section:
    lines: list[list[Cell | str]] = []
    for session in row.sessions.order_by("held_on", "subject"):
        line: list[Cell | str] = [dates.dmy(session.held_on), session.subject, session.speaker, session.place]
        lines.append([*line, *(links(session, correct_session, withdraw_session) if may_write else [])])
    heads = [(_("Day"), "start"), (_("Subject"), "start"), (_("Speaker"), "start"), (_("Place"), "start")]
    return Section(
        _("Days of the class"),
        table=SmallTable([*heads, *(LINK_HEADS if may_write else [])], lines, _("No day has been entered yet.")),
        buttons=[new_session.button(row, _("Add a day"))] if may_write else [],
    )


def _roster(row: TrainingClass, roster: list[Learner], *, may_write: bool) -> Section:
    """The learners that the reader may know of, with what is to be looked at (R-TRN-02)."""
    ages = queries.ages(row.opened_on)
    hints = [queries.age_hint(learner, ages) for learner in roster]
    lines: list[list[Cell | str]] = [
        [
            Cell(learner.name, learner.get_absolute_url()),
            learner.born,
            unit_name(learner),
            result_cell(learner),
            certificate_words(learner),
            *([Cell(hint, state="warn" if hint else "")] if any(hints) else []),
        ]
        for learner, hint in zip(roster, hints, strict=True)
    ]
    heads = [
        (_("Full name"), "start"), (_("Born on"), "start"), (_("Cell"), "start"), (_("Result"), "start"),
        (_("Certificate"), "start"), *([(_("Please check"), "start")] if any(hints) else []),
    ]  # fmt: skip
    return Section(
        _("Learners"),
        table=SmallTable(heads, lines, _("Nobody stands on the list yet, or nobody whom you may know of.")),
        buttons=learners.buttons(row, roster) if may_write else [],
    )


# --- Deeds -----------------------------------------------------------------------------------------------------------


def _class_form(request: Request, row: TrainingClass | None) -> ClassForm:
    initial: dict[str, Any] = {"unit": request.GET.get("unit"), "opened_on": request.today}
    if row is not None:
        initial = {name: getattr(row, name) for name in actions.FIELDS} | {"seen": row.version}
    form = ClassForm(*posted(request), initial=initial, person=request.person, on=request.today)
    if row is not None:
        form.fields["seen"] = seen_field()
    else:
        form.put_first(unit=UnitField(request.person, "training.write", on=request.today))
    return form


@deed(
    "training:new",
    verb="training.write",
    form=_class_form,
    title=gettext_lazy("Record a class"),
    label=gettext_lazy("Record"),
    crumbs=CRUMBS,
    done=gettext_lazy("The class was recorded."),
)
def new(data: Data, who: Who) -> TrainingClass:
    return actions.open_class(**data, **who)


@correction(
    "training:correct",
    verb="training.write",
    row=CLASSES,
    form=_class_form,
    is_counted=True,
    title=gettext_lazy("Correct the class"),
)
def correct(row: TrainingClass, data: Data, who: Who) -> TrainingClass:
    return actions.correct(row, **data, **who)


@withdrawal(
    "training:withdraw",
    verb="training.write",
    row=CLASSES,
    title=gettext_lazy("Withdraw the class"),
    note=gettext_lazy("The class disappears from the list and from the figures."),
    to=lambda _result: reverse("training:list"),
)
def withdraw(row: TrainingClass, data: Data, who: Who) -> None:
    actions.withdraw(row, **data, **who)


@deed(
    "training:new_session",
    verb="training.write",
    row=CLASSES,
    form=SessionForm,
    initial=lambda _request, row: {"held_on": row.opened_on, "place": row.place},
    title=gettext_lazy("Add a day"),
    label=gettext_lazy("Add"),
    done=gettext_lazy("The day was added."),
)
def new_session(row: TrainingClass, data: Data, who: Who) -> ClassSession:
    return actions.add_session(row, **data, **who)


@correction(
    "training:correct_session",
    verb="training.write",
    row=SESSIONS,
    form=SessionForm,
    fields=("held_on", "subject", "place", "speaker"),
    title=gettext_lazy("Correct a day of the class"),
)
def correct_session(row: ClassSession, data: Data, who: Who) -> ClassSession:
    return actions.correct_session(row, **data, **who)


@withdrawal(
    "training:withdraw_session",
    verb="training.write",
    row=SESSIONS,
    title=gettext_lazy("Withdraw a day of the class"),
)
def withdraw_session(row: ClassSession, data: Data, who: Who) -> TrainingClass:
    training_class = row.training_class
    actions.withdraw_session(row, **data, **who)
    return training_class
