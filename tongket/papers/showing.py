"""The part “Papers” of a record page, by one call: `*papers.section(record, person, on)`."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import access
from tongket.org.access import Reader
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.record import Section, SmallTable
from tongket.papers import queries
from tongket.papers.models import Paper, Role
from tongket.papers.registry import matter_of
from tongket.papers.rules import PaperState

STATES = {PaperState.ISSUED: "ok", PaperState.REPLACED: "mut", PaperState.WITHDRAWN: "mut"}


def section(record: Any, person: Reader, on: date) -> list[Section]:
    """The papers about a record that the person may read, and the buttons that issue those that are due; no section
    where there is nothing to show.
    """
    matter = matter_of(record)
    papers = queries.papers_of(record)
    issued = {paper.form for paper in papers if paper.state == PaperState.ISSUED}
    buttons = []
    if access.may(person, matter.write, record, on=on):
        for form in matter.forms:
            if form.name not in issued and form.is_due(record):
                buttons.append(
                    Button(
                        _("Issue: %(paper)s") % {"paper": form.label},
                        reverse("papers:issue", args=[matter.name, record.pk, form.name]),
                    )
                )
                buttons.append(
                    Button(
                        _("Draft: %(paper)s") % {"paper": form.label},
                        reverse("papers:draft", args=[matter.name, record.pk, form.name]),
                    )
                )
    if not papers and not buttons:
        return []
    heads = [
        (_("Number and symbol"), "start"), (_("Issued on"), "start"), (_("Paper"), "start"), (_("State"), "start"),
        (_("Signed file"), "start"),
    ]  # fmt: skip
    lines = [_line(paper) for paper in papers]
    table = SmallTable(heads, lines, _("No paper has been issued yet."))
    return [Section(_("Papers"), table=table, buttons=buttons)]


def _line(paper: Paper) -> list[Cell | str]:
    is_signed = any(file.role == Role.SIGNED for file in paper.files.all())
    holds = paper.state == PaperState.ISSUED
    return [
        Cell(paper.printed, paper.get_absolute_url()),
        dates.dmy(paper.issued_on),
        paper.title,
        Cell(str(paper.get_state_display()), state=STATES[PaperState(paper.state)]),
        Cell(_("kept") if is_signed else _("not there yet"), state="ok" if is_signed else "warn" if holds else ""),
    ]
