"""Two records of one human: looked at side by side, made one, parted again."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access, actions
from tongket.org.models import Person, PersonMerge
from tongket.org.queries import known, merging
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import ReasonForm, form_page, posted
from tongket.pages.links import link
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.units.forms.people import MergeForm, OtherRecordForm
from tongket.units.views.accounts import PEOPLE

VERB = "person.write"


@require_GET
@access.policy(VERB)
def merge_choose(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Which other record is of the same human."""
    person = PEOPLE.find(request, VERB, pk=pk)
    form = OtherRecordForm(request.person, request.GET or None, on=request.today)
    if form.is_bound and form.is_valid():
        return redirect("units:merge_look", pk=person.pk, other=form.cleaned_data["other"].pk)
    return form_page(
        request,
        form,
        title=_("Merge another record into this one"),
        subtitle=person.full_name,
        submit_label=_("Look at both"),
        cancel_url=reverse("units:person", args=[person.pk]),
        crumbs=PEOPLE.around(person),
        note=_("For two records of one human. First you see what would go where; nothing is changed yet."),
        method="get",
    )


@require_GET
@access.policy(VERB)
def merge_look(request: Request, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """What would go from the other record to this one, and what stands in the way."""
    kept = PEOPLE.find(request, VERB, pk=pk)
    merged = PEOPLE.find(request, VERB, pk=other)
    plan = merging.plan(kept, merged, on=request.today)
    sections = [Section(_("The two records"), facts=_both(request, kept, merged))]
    if plan.hindrances:
        rows: list[list[Cell | str]] = [[Cell(words, state="warn")] for words in plan.hindrances]
        table = SmallTable(heads=[(_("What stands in the way"), "start")], rows=rows)
        sections.append(Section(_("They cannot be merged yet"), table=table))
    sections.append(Section(_("What goes over"), table=_moves(plan)))
    buttons = [Button(_("The other way round"), reverse("units:merge_look", args=[merged.pk, kept.pk]))]
    if not plan.hindrances and request.person.pk not in {kept.pk, merged.pk}:
        url = link(reverse("units:merge_person", args=[kept.pk]), other=str(merged.pk))
        buttons.append(Button(_("Merge the records"), url, is_primary=True))
    return Record(
        title=_("Merge another record into this one"),
        subtitle=kept.full_name,
        crumbs=PEOPLE.around(kept),
        buttons=buttons,
        sections=sections,
    ).respond(request)


def _both(request: Request, kept: Person, merged: Person) -> list[Fact]:
    about = {match.person.pk: match for match in known.described([kept, merged], request.person, on=request.today)}
    return [
        Fact(_("Stays"), about[kept.pk].label, reverse("units:person", args=[kept.pk])),
        Fact(_("Goes into it"), about[merged.pk].label, reverse("units:person", args=[merged.pk])),
    ]


def _moves(plan: merging.Plan) -> SmallTable:
    return SmallTable(
        heads=[(_("What"), "start"), (_("Number"), "end"), (_("Such as"), "start")],
        rows=[[move.label, str(len(move.ids)), "; ".join(filter(None, move.examples))] for move in plan.moves],
        empty_text=_("Nothing hangs on the other record; it only leaves the lists."),
    )


def _merge_form(request: Request, kept: Person) -> MergeForm:
    form = MergeForm(request.person, posted(request)[0], on=request.today)
    other = None if form.is_bound else form.person(request.GET.get("other", ""))
    if other is not None:
        plan = merging.plan(kept, other, on=request.today)
        form.initial["other"], form.initial["digest"] = str(other.pk), plan.digest
    return form


@deed(
    "units:merge_person",
    verb=VERB,
    row=PEOPLE,
    form=_merge_form,
    title=gettext_lazy("Merge the records"),
    note=gettext_lazy("All that was listed goes to this record, and sessions of both end. It can be undone."),
    done=gettext_lazy("The two records are one now."),
    to=lambda merge: reverse("units:person", args=[merge.kept_id]),
    is_danger=True,
)
def merge_person(kept: Person, data: Data, who: Who) -> PersonMerge:
    return actions.merge_people(kept, data["other"], digest=data["digest"], reason=data["reason"], **who)


@deed(
    "units:part_person",
    verb=VERB,
    row=PEOPLE,
    form=ReasonForm,
    title=gettext_lazy("Part the records again"),
    label=gettext_lazy("Part them"),
    note=gettext_lazy("What came from the other record goes back to it; what was entered since stays here."),
    done=gettext_lazy("The records are two again."),
    to=lambda merge: reverse("units:person", args=[merge.kept_id]),
    is_danger=True,
)
def part_person(kept: Person, data: Data, who: Who) -> PersonMerge:
    return actions.part_people(actions.last_merge(kept), reason=data["reason"], **who)


def merges_section(request: Request, person: Person) -> list[Section]:
    """The records that were merged into this one, and others of the same name that may be of the same human."""
    sections = []
    merges = list(merging.merges_of(person))
    if merges:
        rows: list[list[Cell | str]] = [
            [row.merged.full_name, dates.moment(row.made_at), row.made_by.full_name, row.reason, _is_undone(row)]
            for row in merges
        ]
        labels = [_("The other record"), _("Merged at"), _("Actor"), _("Reason"), _("State")]
        heads = [(label, "start") for label in labels]
        buttons = [part_person.button(person)] if any(row.undone_at is None for row in merges) else []
        sections.append(Section(_("Merged records"), table=SmallTable(heads=heads, rows=rows), buttons=buttons))
    alike = [
        match
        for match in known.matches(person.full_name, request.person, VERB, on=request.today)
        if match.person.pk != person.pk
    ]
    if alike:
        names: list[list[Cell | str]] = [
            [Cell(match.person.full_name, reverse("units:merge_look", args=[person.pk, match.person.pk])), match.about]
            for match in alike
        ]
        table = SmallTable(heads=[(_("Name"), "start"), (_("Known as"), "start")], rows=names)
        note = _("Open one to see what merging would do. People of one name are often different.")
        sections.append(Section(_("Others of this name"), table=table, note=note))
    return sections


def _is_undone(row: PersonMerge) -> Cell | str:
    if row.undone_at is None:
        return Cell(_("merged"), state="ok")
    return Cell(_("parted on %(day)s: %(reason)s") % {"day": dates.moment(row.undone_at), "reason": row.undo_reason})
