"""The papers of a file as a checklist: number and day of each, the file itself after the conclusion (D4)."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.core.workdays import add_working_days
from tongket.inspection import actions, queries
from tongket.inspection.forms.file import FileForm, NotePaperForm, PaperForm, PurposeForm
from tongket.inspection.models import FilePaper, PaperFile, ProgrammeItem
from tongket.inspection.rules import ENDED, PaperKind, State, step_of
from tongket.inspection.views.rows import PAPERS, ROWS
from tongket.org import access
from tongket.pages import exporting
from tongket.pages.columns import Cell
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import form_page
from tongket.pages.record import Section, SmallTable
from tongket.pages.request import Request


def sections(item: ProgrammeItem, writes: bool, on: date) -> list[Section]:
    """The checklist, and how far the item has come by it."""
    if item.is_case and item.state not in ENDED:
        return []
    papers = {paper.kind: paper for paper in item.papers.select_related("file")}
    may_change = writes and item.state not in {State.CLOSED, State.DROPPED}
    may_attach = writes and item.state in {State.CONCLUDED, State.CLOSED}
    rows = [_line(kind, papers.get(kind), may_change, may_attach) for kind in PaperKind]
    heads = [(_("Paper"), "start"), (_("Number"), "start"), (_("Dated"), "start"), (_("File"), "start")]
    note = _("%(count)s of %(all)s papers") % {"count": len(papers), "all": len(PaperKind)}
    if item.state not in {State.DONE, State.DROPPED}:  # what was carried out without its file stands at no step of it
        note += " · " + _("step: %(step)s") % {"step": step_of(papers).label}
    if item.state not in {State.CONCLUDED, State.CLOSED}:
        note += ". " + _("Files are added once the item is concluded.")
    elif PaperKind.PUBLICATION not in papers:
        note += ". " + _announce(item, papers[PaperKind.CONCLUSION], on)
    return [
        Section(
            _("Papers of the file"),
            table=SmallTable([*heads, *(LINK_HEADS if may_change else [])], rows),
            note=note,
            buttons=[note_paper.button(item, _("Note a paper"))] if may_change else [],
        )
    ]


def _line(kind: PaperKind, paper: FilePaper | None, may_change: bool, may_attach: bool) -> list[Cell | str]:
    name = str(kind.label).capitalize()
    if paper is None:
        return [name, "", Cell(_("not there yet"), state="mut"), "", *(["", ""] if may_change else [])]
    stored = getattr(paper, "file", None)
    file: Cell | str = ""
    if stored is not None:
        file = Cell(stored.name, reverse("inspection:download", args=[paper.pk]))
    elif may_attach:
        file = Cell(_("Add the file"), attach.url(paper))
    keeps = paper.kind == PaperKind.CONCLUSION
    change = links(paper, correct_paper, None if keeps else withdraw_paper) if may_change else []
    if may_change and stored is not None:
        change[1] = Cell(_("Remove the file"), remove_file.url(paper))
    return [name, paper.number, dates.dmy(paper.dated_on), file, *change]


def _announce(item: ProgrammeItem, notice: FilePaper, on: date) -> str:
    """By when the conclusion has to be announced. Source: R-INS-05."""
    until = add_working_days(notice.dated_on, queries.limits_of(item.unit, notice.dated_on).publication_days)
    if until < on:
        return _("The conclusion should have been announced by %(day)s.") % {"day": dates.dmy(until)}
    return _("The conclusion is announced by %(day)s.") % {"day": dates.dmy(until)}


@deed(
    "inspection:note_paper",
    verb="inspection.write",
    row=ROWS,
    form=NotePaperForm,
    title=gettext_lazy("Note a paper of the file"),
    label=gettext_lazy("Note"),
    done=gettext_lazy("The paper was noted."),
)
def note_paper(item: ProgrammeItem, data: Data, who: Who) -> FilePaper:
    return actions.note_paper(item, **data, **who)


@correction(
    "inspection:correct_paper",
    verb="inspection.write",
    row=PAPERS,
    form=PaperForm,
    fields=["number", "dated_on"],
    title=gettext_lazy("Correct the paper"),
)
def correct_paper(paper: FilePaper, data: Data, who: Who) -> FilePaper:
    return actions.correct_paper(paper, **data, **who)


@withdrawal(
    "inspection:withdraw_paper",
    verb="inspection.write",
    row=PAPERS,
    title=gettext_lazy("Take the paper out of the file"),
)
def withdraw_paper(paper: FilePaper, data: Data, who: Who) -> ProgrammeItem:
    return actions.withdraw_paper(paper, **data, **who)


@deed(
    "inspection:attach",
    verb="inspection.write",
    row=PAPERS,
    form=FileForm,
    title=gettext_lazy("Add the file"),
    label=gettext_lazy("Keep the file"),
    done=gettext_lazy("The file is kept with the paper."),
)
def attach(paper: FilePaper, data: Data, who: Who) -> FilePaper:
    return actions.attach(paper, **data, **who)


@withdrawal(
    "inspection:remove_file",
    verb="inspection.write",
    row=PAPERS,
    title=gettext_lazy("Remove the file"),
    note=gettext_lazy("Number and day of the paper stay."),
)
def remove_file(paper: FilePaper, data: Data, who: Who) -> ProgrammeItem:
    return actions.remove_file(paper, **data, **who)


@require_GET
@access.policy("inspection.read")
def download(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The file of a paper as it was added, once it is said what it is for; its download is logged."""
    paper = PAPERS.find(request, "inspection.read", pk=pk)
    stored = PaperFile.objects.filter(paper=paper).first()
    if stored is None:
        messages.info(request, _("No file is kept with this paper."))
        return redirect(paper.item)
    form = PurposeForm(request.GET if "reason" in request.GET else None)
    if not form.is_valid():
        return form_page(
            request,
            form,
            title=_("Download the file"),
            subtitle=stored.name,
            submit_label=_("Download"),
            cancel_url=paper.item.get_absolute_url(),
            crumbs=PAPERS.above(paper),
            note=_("The file is restricted: say what it is for."),
            method="get",
        )
    reason = form.cleaned_data["reason"]
    body = actions.body_of(stored)
    return exporting.send(request, body, stored.name, verb="inspection.read", row=paper.item, reason=reason)
