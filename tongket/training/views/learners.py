"""Learners: the list, one of them, picking, results, certificates."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Column, day, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import form_page, posted
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.training import actions, queries
from tongket.training.forms import AddForm, CertifyForm, LearnerForm, PickForm, ResultsForm, UnderForm
from tongket.training.models import Learner, TrainingClass
from tongket.training.rules import Kind, Result, is_for
from tongket.training.views.rows import CLASSES, CRUMBS, LEARNERS
from tongket.training.wording import certificate_words, result_cell, result_words

LIST: Listing[Learner] = Listing(
    title=gettext_lazy("Learners"),
    verb="learning.read",
    columns=[
        Column("name", gettext_lazy("Full name"), lambda row: row.name, ("name_order",), phone="title"),
        unit(gettext_lazy("Cell")),
        text("training_class__title", gettext_lazy("Class")),
        day("training_class__opened_on", gettext_lazy("Opened on")),
        Column("result", gettext_lazy("Result"), result_cell, ("result", "grade"), phone="state"),
        Column("certificate", gettext_lazy("Certificate"), certificate_words, ("certified_on",)),
    ],
    filters=[
        by_choice("kind", gettext_lazy("Kind of class"), Kind.choices, "training_class__kind"),
        by_choice("result", gettext_lazy("Result"), Result.choices),
        by_year("training_class__opened_on"),
        by_unit(),
    ],
    order=("-training_class__opened_on", "name_order"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("Nobody stands on the list of a class yet."),
)


@require_GET
@access.policy("learning.read")
def learner_list(request: Request) -> HttpResponse:
    rows = access.scope(Learner.objects.all(), request.person, "learning.read", on=request.today)
    above = [(label, reverse(name)) for label, name in CRUMBS]
    return LIST.respond(request, queries.with_names(rows), crumbs=above)


@require_GET
@access.policy("learning.read")
def learner(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = LEARNERS.find(request, "learning.read", pk=pk)
    may_write = access.may(request.person, "learning.write", row, on=request.today)
    chip = result_cell(row)
    return Record(
        title=row.name,
        subtitle=unit_name(row),
        crumbs=LEARNERS.above(row),
        about=About(row, "learning.read"),
        chips=[(chip.text, chip.state)],
        buttons=[withdraw_learner.button(row, _("Take off the list")), correct_learner.button(row, _("Correct"))]
        if may_write
        else [],
        sections=[Section(_("In brief"), facts=_facts(request, row)), *history.section(row, "learning.read")],
    ).respond(request)


def _facts(request: Request, row: Learner) -> list[Fact]:
    of_class = row.training_class
    may_open = access.may(request.person, "training.read", of_class, on=request.today)
    facts = [
        Fact(_("Class"), of_class.title, of_class.get_absolute_url() if may_open else None),
        Fact(_("Kind of class"), str(of_class.get_kind_display())),
        Fact(_("Opened on"), dates.dmy(of_class.opened_on)),
        Fact(_("Born on"), row.born),
        Fact(_("Result"), result_words(row)),
        Fact(_("Certificate"), certificate_words(row)),
    ]
    member, candidacy = row.member, row.candidacy
    if member is not None and access.may(request.person, "member.read", member, on=request.today):
        facts.insert(0, Fact(_("Member"), row.name, member.get_absolute_url()))
    if candidacy is not None and access.may(request.person, "member.admit", candidacy, on=request.today):
        facts.insert(0, Fact(_("Candidate"), row.name, candidacy.get_absolute_url()))
    hint = queries.age_hint(row, queries.ages(of_class.opened_on))
    return [*facts, *([Fact(_("Please check"), hint, state="warn")] if hint else [])]


def buttons(row: TrainingClass, roster: list[Learner]) -> list[Button]:
    """What is done with the list of a class."""
    shown = [Button(_("Pick learners"), reverse("training:under", args=[row.pk]))]
    if is_for(row.kind, is_member=True):
        shown.append(add.button(row, _("Add one")))
    if any(learner.result == Result.LISTED for learner in roster):
        shown.append(results.button(row, _("Enter results")))
    if any(learner.result == Result.PASSED and not learner.certificate_number for learner in roster):
        shown.append(certify.button(row, _("Give certificates")))
    return shown


# --- The list of a class ----------------------------------------------------------------------------------------------


@require_GET
@access.policy("learning.write")
def under(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask under which unit learners are picked."""
    row = CLASSES.find(request, "learning.write", pk=pk)
    is_asked = "unit" in request.GET
    form = UnderForm(request.GET if is_asked else None, person=request.person, on=request.today)
    if is_asked and form.is_valid():
        return redirect(link(reverse("training:pick", args=[row.pk]), unit=form.cleaned_data["unit"].code))
    return form_page(
        request,
        form,
        title=_("Pick learners"),
        subtitle=row.title,
        note=_("Choose a unit: those of it and of all under it are shown to pick from."),
        submit_label=_("Show them"),
        cancel_url=row.get_absolute_url(),
        crumbs=CLASSES.around(row),
        method="get",
    )


def _pick_form(request: Request, row: TrainingClass) -> PickForm:
    units = access.scope(Unit.objects.all(), request.person, "learning.write", on=request.today)
    chosen = units.filter(code=request.GET.get("unit", "")).select_related("place").first()
    return PickForm(
        *posted(request), training_class=row, under=chosen or row.unit, person=request.person, on=request.today
    )


def _added(row: TrainingClass) -> str:
    listed = row.roster.count()
    words = ngettext("The list has %(count)s learner now.", "The list has %(count)s learners now.", listed)
    return words % {"count": listed}


def _warnings(row: TrainingClass) -> list[str]:
    """Those younger than the class is meant for (R-TRN-02)."""
    ages = queries.ages(row.opened_on)
    hinted = [(other.name, hint) for other in queries.roster(row) if (hint := queries.age_hint(other, ages))]
    return [f"{name}: {hint}" for name, hint in hinted[:5]]


@deed(
    "training:pick",
    verb="learning.write",
    row=CLASSES,
    form=_pick_form,
    title=gettext_lazy("Pick learners"),
    label=gettext_lazy("Put on the list"),
    done=_added,
    warnings=_warnings,
)
def pick(row: TrainingClass, data: Data, who: Who) -> TrainingClass:
    actions.add_learners(row, **{name: list(chosen) for name, chosen in data.items()}, **who)
    return row


@deed(
    "training:add",
    verb="learning.write",
    row=CLASSES,
    form=lambda request, _row: AddForm(*posted(request), person=request.person, on=request.today),
    title=gettext_lazy("Add one member"),
    label=gettext_lazy("Put on the list"),
    done=_added,
    warnings=_warnings,
)
def add(row: TrainingClass, data: Data, who: Who) -> TrainingClass:
    actions.add_learners(row, **data, **who)
    return row


def _results_form(request: Request, row: TrainingClass) -> ResultsForm:
    waiting = access.scope(queries.roster(row), request.person, "learning.write", on=request.today)
    return ResultsForm(*posted(request), rows=list(waiting.filter(result=Result.LISTED)))


@deed(
    "training:results",
    verb="learning.write",
    row=CLASSES,
    form=_results_form,
    title=gettext_lazy("Enter results"),
    label=gettext_lazy("Save"),
    note=gettext_lazy("Those who have a result already are not shown; theirs is corrected on their own page."),
    done=gettext_lazy("The results were saved."),
)
def results(row: TrainingClass, data: Data, who: Who) -> TrainingClass:
    actions.record_results(row, **data, **who)
    return row


def _who_waits(row: TrainingClass) -> str:
    count = row.roster.filter(result=Result.PASSED, certificate_number="").count()
    words = ngettext(
        "%(count)s learner has passed and has no certificate yet.",
        "%(count)s learners have passed and have no certificate yet.",
        count,
    )
    return words % {"count": count}


@deed(
    "training:certify",
    verb="learning.write",
    row=CLASSES,
    form=CertifyForm,
    initial=lambda request, row: {"certified_on": row.closed_on if row.closed_on else request.today},
    title=gettext_lazy("Give certificates"),
    label=gettext_lazy("Give"),
    note=_who_waits,
    done=gettext_lazy("The certificates were recorded."),
)
def certify(row: TrainingClass, data: Data, who: Who) -> TrainingClass:
    actions.certify(row, **data, **who)
    return row


def _learner_form(request: Request, row: Learner) -> LearnerForm:
    return LearnerForm(*posted(request), row=row)


@correction(
    "training:correct_learner",
    verb="learning.write",
    row=LEARNERS,
    form=_learner_form,
    is_counted=True,
    title=gettext_lazy("Correct result and certificate"),
)
def correct_learner(row: Learner, data: Data, who: Who) -> Learner:
    return actions.correct_learner(row, **data, **who)


@withdrawal(
    "training:withdraw_learner",
    verb="learning.write",
    row=LEARNERS,
    title=gettext_lazy("Take off the list"),
    note=gettext_lazy("Result and certificate go along; a certificate noted on the candidacy is taken from it."),
    to=lambda training_class: training_class.get_absolute_url(),
)
def withdraw_learner(row: Learner, data: Data, who: Who) -> Any:
    training_class = row.training_class
    actions.withdraw_learner(row, **data, **who)
    return training_class
