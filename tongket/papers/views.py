"""Pages of a paper. Who may use the record it is about may use the paper; each row is found by the record's own verb,
so that a paper of a restricted record stands behind the same fence (S-04, S-10).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.pages import exporting, history
from tongket.pages.buttons import Button
from tongket.pages.corrections import withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.upload import size_text
from tongket.papers import actions, exports, queries
from tongket.papers.forms import IssueForm, ReplaceForm, SignedForm
from tongket.papers.models import Paper, PaperFile, Role
from tongket.papers.registry import MATTERS, Matter, PaperForm
from tongket.papers.rules import PaperState
from tongket.papers.showing import STATES


def find_record(request: Request, matter: Matter, pk: uuid.UUID, *, writes: bool) -> Any:
    """The record that papers are about, by its own verb: hidden and missing look the same. Raises FenceClosed."""
    verb = matter.write if writes else matter.read
    policy = access.POLICIES[verb]
    if policy.is_fenced and not request.person.is_past_fence and access.holds(request.person, verb, on=request.today):
        raise access.FenceClosed(verb)
    return access.find(matter.query(), request.person, verb, pk, on=request.today)


class PaperRows(Rows[Paper]):
    """Papers, found by the right over the record that they are about."""

    writes = False

    def find(self, request: Request, verb: str, **address: Any) -> Paper:
        paper = queries.with_files().filter(pk=address["pk"]).first()
        if paper is None or paper.matter not in MATTERS:
            raise Http404
        find_record(request, MATTERS[paper.matter], paper.record, writes=self.writes)
        return paper


class WritableRows(PaperRows):
    writes = True


def _above(paper: Paper) -> list[tuple[Any, str]]:
    _matter, record = queries.matter_and_record(paper)
    return [(str(record), record.get_absolute_url())]


def _printed(paper: Paper) -> str:
    return paper.printed


def _title(paper: Paper) -> str:
    return paper.title


READ = PaperRows(query=queries.with_files, crumbs=_above, name=_printed, subtitle=_title)
WRITE = WritableRows(query=queries.with_files, crumbs=_above, name=_printed, subtitle=_title)


@dataclass(frozen=True)
class ToIssue:
    """A paper that is to be issued about a record."""

    matter: Matter
    form: PaperForm
    record: Any


class ToIssueRows(Rows[Any]):
    """Papers to issue, by the kind of record, the id and the paper in the address."""

    def find(self, request: Request, verb: str, **address: Any) -> Any:
        matter, form = _matter_and_form(address["matter"], address["name"])
        return ToIssue(matter, form, find_record(request, matter, address["pk"], writes=True))


def _matter_and_form(matter_name: str, form_name: str) -> tuple[Matter, PaperForm]:
    matter = MATTERS.get(matter_name)
    form = matter.form(form_name) if matter is not None else None
    if matter is None or form is None:
        raise Http404
    return matter, form


TO_ISSUE = ToIssueRows(
    query=queries.with_files,
    name=lambda due: str(due.record),
    subtitle=lambda due: due.form.title(due.record),
    url=lambda due: due.record.get_absolute_url(),
)


def _issue_form(request: Request, due: ToIssue) -> OfficeForm:
    return IssueForm(*posted(request), record=due.record, form=due.form, on=request.today)


@deed(
    "papers:issue",
    verb=access.SIGNED_IN,
    row=TO_ISSUE,
    form=_issue_form,
    title=lambda due: _("Issue: %(paper)s") % {"paper": due.form.label},
    label=gettext_lazy("Give the number and make the file"),
    note=gettext_lazy("The file is made once, with its number, and kept as it is. Look at the draft first."),
    done=lambda paper: _("%(paper)s was issued.") % {"paper": paper.printed},
)
def issue(due: ToIssue, data: Data, who: Who) -> Paper:
    return actions.issue(due.record, due.form.name, **data, **who)


@require_GET
@access.policy(access.SIGNED_IN)
def draft(request: Request, matter: str, pk: uuid.UUID, name: str) -> HttpResponse:
    """A paper as it would be made now, without number and day."""
    kind, form = _matter_and_form(matter, name)
    row = find_record(request, kind, pk, writes=True)
    numbered = queries.as_draft(form.unit(row), form, request.today)
    body = form.make(row, numbered)
    return exporting.send(request, body, exports.file_name(numbered, form.name), verb=kind.read, row=row)


@require_GET
@access.policy(access.SIGNED_IN)
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One paper: what it is, its files, what became of it."""
    paper = READ.find(request, access.SIGNED_IN, pk=pk)
    matter, about = queries.matter_and_record(paper)
    later = getattr(paper, "replaced_by", None)
    facts = [
        Fact(_("About"), str(about), about.get_absolute_url()),
        Fact(_("Document kind"), str(paper.get_kind_display()).capitalize()),
        Fact(_("Issued by"), paper.unit.place.name),
        Fact(_("Issued on"), dates.dmy(paper.issued_on)),
        Fact(_("Number"), _("from the register here") if paper.document_id else _("given elsewhere")),
    ]
    if paper.replaces is not None:
        facts.append(Fact(_("In place of"), paper.replaces.printed, paper.replaces.get_absolute_url()))
    if later is not None:
        facts.append(Fact(_("Replaced by"), later.printed, later.get_absolute_url()))
    if paper.reason:
        facts.append(Fact(_("Why it holds no longer"), paper.reason))
    files = {file.role: file for file in paper.files.all()}
    may_write = access.may(request.person, matter.write, about, on=request.today)
    return Record(
        title=paper.printed,
        subtitle=paper.title,
        crumbs=READ.above(paper),
        chips=[(str(paper.get_state_display()), STATES[PaperState(paper.state)])],
        buttons=_buttons(paper, files) if may_write else [],
        sections=[
            Section(_("In brief"), facts=facts),
            *(_file_section(paper, files[role]) for role in Role if role in files),
            *history.section(paper, matter.read),
        ],
    ).respond(request)


def _buttons(paper: Paper, files: Mapping[str, PaperFile]) -> list[Button]:
    signed = [] if Role.SIGNED in files else [attach.button(paper, is_primary=True)]
    taken_out = [detach.button(paper)] if Role.SIGNED in files else []
    if paper.state != PaperState.ISSUED:
        return [*signed, *taken_out]
    return [withdraw.button(paper), *taken_out, replace.button(paper), *signed]


def _file_section(paper: Paper, file: PaperFile) -> Section:
    digital = ""
    if file.role == Role.SIGNED:
        digital = _("carries a digital signature") if file.is_signed_digitally else _("a scan, no digital signature")
    return Section(
        _("File as made here") if file.role == Role.MADE else _("Signed file"),
        facts=[
            Fact(_("File name"), file.name, reverse(f"papers:{file.role}", args=[paper.pk])),
            Fact(_("Size"), size_text(file.size)),
            Fact(_("Fingerprint"), file.sha256),
            Fact(_("Added"), f"{dates.dmy(file.added_on)}, {file.added_by.full_name}"),
            *([Fact(_("Signature"), digital)] if digital else []),
        ],
    )


def _send(request: Request, pk: uuid.UUID, role: Role) -> HttpResponse:
    paper = READ.find(request, access.SIGNED_IN, pk=pk)
    kept = PaperFile.objects.filter(paper=paper, role=role).first()  # unscoped: found by the verb of its record
    if kept is None:
        raise Http404
    return exporting.send(request, bytes(kept.body), kept.name, verb=MATTERS[paper.matter].read, row=paper)


@require_GET
@access.policy(access.SIGNED_IN)
def made(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The file as it was made; its download is logged."""
    return _send(request, pk, Role.MADE)


@require_GET
@access.policy(access.SIGNED_IN)
def signed(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The signed file; its download is logged."""
    return _send(request, pk, Role.SIGNED)


@deed(
    "papers:attach",
    verb=access.SIGNED_IN,
    row=WRITE,
    form=SignedForm,
    title=gettext_lazy("Add the signed file"),
    label=gettext_lazy("Keep the file"),
    note=gettext_lazy("The scan with signature and seal, or the PDF that was signed digitally. Both files are kept."),
    done=gettext_lazy("The signed file is kept with the paper."),
    to=lambda file: file.paper.get_absolute_url(),
)
def attach(paper: Paper, data: Data, who: Who) -> PaperFile:
    return actions.attach(paper, **data, **who)


@withdrawal(
    "papers:detach",
    verb=access.SIGNED_IN,
    row=WRITE,
    title=gettext_lazy("Take out the signed file"),
    note=gettext_lazy("For a file that was added by a slip. The history keeps its name and fingerprint."),
)
def detach(paper: Paper, data: Data, who: Who) -> Paper:
    return actions.detach(paper, **data, **who)


@withdrawal(
    "papers:withdraw",
    verb=access.SIGNED_IN,
    row=WRITE,
    title=gettext_lazy("Withdraw the paper"),
    note=gettext_lazy("The paper and its files are kept; its number becomes void and is not given again."),
)
def withdraw(paper: Paper, data: Data, who: Who) -> Paper:
    return actions.withdraw(paper, **data, **who)


def _replace_form(request: Request, paper: Paper) -> OfficeForm:
    matter, about = queries.matter_and_record(paper)
    form = matter.form(paper.form)
    if form is None:
        raise Http404
    return ReplaceForm(*posted(request), record=about, form=form, on=request.today)


@deed(
    "papers:replace",
    verb=access.SIGNED_IN,
    row=WRITE,
    form=_replace_form,
    title=gettext_lazy("Replace by a later paper"),
    label=gettext_lazy("Give the number and make the file"),
    note=gettext_lazy("A new paper is made from the record as it is now; this one is kept and names the later one."),
    done=lambda paper: _("%(paper)s was issued.") % {"paper": paper.printed},
)
def replace(paper: Paper, data: Data, who: Who) -> Paper:
    return actions.replace(paper, **data, **who)
