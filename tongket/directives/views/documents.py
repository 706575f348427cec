"""The register of documents that units issue themselves: its list, its print, one document."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.directives import queries
from tongket.directives.actions import documents
from tongket.directives.forms import CorrectSignedForm, DocumentForm, ReserveForm, SignForm, VoidForm
from tongket.directives.kinds import CONGRESS, Kind
from tongket.directives.models import OwnDocument
from tongket.directives.rules import DocumentState
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context, history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit
from tongket.pages.corrections import with_reason, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_words, by_year
from tongket.pages.forms import OfficeForm, correction_form, unit_form
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About

CHIPS = {
    DocumentState.DRAFT: "info",
    DocumentState.SIGNED: "ok",
    DocumentState.RESERVED: "mut",
    DocumentState.VOID: "mut",
}
CRUMBS = [
    (gettext_lazy("Directives"), "directives:list"),
    (gettext_lazy("Documents of our own"), "directives:documents"),
]
ROWS = Rows(
    query=lambda: OwnDocument.objects.select_related("unit__place__parent__place"),
    crumbs=CRUMBS,
    name=lambda document: document.printed,
    subtitle=lambda document: document.subject,
)


def _subject(row: OwnDocument) -> str:
    return _("not held in this system") if row.state == DocumentState.RESERVED else row.subject


DOCUMENTS: Listing[OwnDocument] = Listing(
    title=gettext_lazy("Documents of our own"),
    verb="document.read",
    subtitle=gettext_lazy("Each number comes from the series of its kind and term, when the document is signed."),
    columns=[
        text(
            "printed",
            gettext_lazy("Number and symbol"),
            key="number",
            order=("term_from_on", "series", "number"),
            phone="title",
        ),
        day("issued_on", gettext_lazy("Issued on")),
        Column("subject", gettext_lazy("Subject"), _subject, phone="sub"),
        text("recipients", gettext_lazy("Recipients"), order=(), phone="none"),
        unit(phone=""),
        choice("state", gettext_lazy("State"), states=CHIPS, phone="state"),
    ],
    filters=[
        by_words("subject_fold", gettext_lazy("Subject")),
        by_unit(),
        by_choice("kind", gettext_lazy("Document kind"), Kind.choices),
        by_choice("state", gettext_lazy("State"), DocumentState.choices),
        by_year("issued_on"),
    ],
    order=("-issued_on", "series", "-number"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No document is in the register. A draft gets its number when it is signed."),
)


@require_GET
@access.policy("document.read")
def document_list(request: Request) -> HttpResponse:
    rows = access.scope(OwnDocument.objects.all(), request.person, "document.read", on=request.today)
    buttons = [Button(_("Print the register"), reverse("directives:print_register"))]
    if access.holds(request.person, "document.write", on=request.today):
        buttons.append(Button(_("Reserve a number"), reverse("directives:reserve")))
    buttons += main_button(request, "document.write", _("Draft a document"), "directives:new_document")
    return DOCUMENTS.respond(request, rows, buttons=buttons, crumbs=[(_("Directives"), reverse("directives:list"))])


@require_GET
@access.policy("document.read")
def print_register(request: Request) -> HttpResponse:
    """The whole register of one unit and term, series by series, for the printer: every number has its line."""
    here, _year = context.here(request, request.person)
    reach = access.scope(Unit.objects.filter(place__isnull=False), request.person, "document.read", on=request.today)
    unit = get_object_or_404(reach.select_related("place"), pk=here.pk if here else None)
    terms = queries.terms_of(unit)
    chosen = request.GET.get("term", "")
    term = next((day for day in terms if day.isoformat() == chosen), terms[0] if terms else None)
    heads: list[tuple[Any, str]] = [
        (_("Number and symbol"), "start"),
        (_("Issued on"), "start"),
        (_("Subject"), "start"),
        (_("Recipients"), "start"),
    ]
    sections = []
    if term is not None:
        for series, entries in queries.register_of(unit, term).items():
            title = _("Documents of the congress") if series == CONGRESS else str(Kind(series).label).capitalize()
            sections.append(Section(title, table=SmallTable(heads, [_line(entry) for entry in entries])))
    empty = Section("", table=SmallTable(heads, [], _("No number has been given yet.")))
    url = reverse("directives:print_register")
    return Record(
        title=_("Register of documents issued"),
        subtitle=f"{unit.place.name} · {_term_text(term)}" if term else unit.place.name,
        crumbs=[(label, reverse(name)) for label, name in CRUMBS],
        buttons=[
            Button(_term_text(day), link(url, unit=unit.code, term=day.isoformat())) for day in terms if day != term
        ],
        sections=sections or [empty],
    ).respond(request)


def _term_text(day: date) -> str:
    return _("term from %(day)s") % {"day": dates.dmy(day)}


def _line(entry: queries.Entry) -> list[Cell | str]:
    row = entry.document
    if row is None:
        return [f"{entry.number:02d}", "", _("number given to a report kept elsewhere in this system"), ""]
    subject = (
        _("number void: %(reason)s") % {"reason": row.void_reason} if row.state == DocumentState.VOID else _subject(row)
    )
    return [Cell(row.printed, row.get_absolute_url()), dates.dmy_or_empty(row.issued_on), subject, row.recipients]


# --- One document ----------------------------------------------------------------------------------------------------


@require_GET
@access.policy("document.read")
def document(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = ROWS.find(request, "document.read", pk=pk)
    programmes = row.programmes.select_related("receipt__directive")
    facts = [
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Document kind"), str(row.get_kind_display()).capitalize()),
        Fact(_("Issued on"), dates.dmy_or_empty(row.issued_on)),
        Fact(_("Series from"), dates.dmy_or_empty(row.term_from_on)),
        Fact(_("Recipients"), row.recipients),
        *([Fact(_("Why this unit issues it"), row.override_reason)] if row.override_reason else []),
        *([Fact(_("Why the number is void"), row.void_reason)] if row.void_reason else []),
        *(
            Fact(_("Carries out"), programme.receipt.directive.cited, programme.receipt.get_absolute_url())
            for programme in programmes
        ),
    ]
    return Record(
        title=row.printed,
        subtitle=_subject(row),
        crumbs=ROWS.above(row),
        about=About(row, "document.read"),
        chips=[(row.get_state_display(), CHIPS[DocumentState(row.state)])],
        buttons=_buttons(row) if access.may(request.person, "document.write", row, on=request.today) else [],
        sections=[Section(_("In brief"), facts=facts), *history.section(row, "document.read")],
    ).respond(request)


def _buttons(row: OwnDocument) -> list[Button]:
    if row.state == DocumentState.DRAFT:
        return [
            remove_document.button(row, _("Remove"), is_danger=False),
            correct_document.button(row, _("Correct")),
            sign.button(row, is_primary=True),
        ]
    buttons = []
    if row.state in {DocumentState.SIGNED, DocumentState.RESERVED}:
        buttons.append(void.button(row))
    if row.state == DocumentState.SIGNED:
        buttons.append(correct_document.button(row, _("Correct")))
    return buttons


# --- Deeds -----------------------------------------------------------------------------------------------------------


@deed(
    "directives:new_document",
    verb="document.write",
    form=unit_form(DocumentForm, "document.write", lambda _request: {"kind": Kind.BC}),
    title=gettext_lazy("Draft a document"),
    label=gettext_lazy("Save"),
    crumbs=CRUMBS,
    done=gettext_lazy("The draft is in the register. It gets its number when it is signed."),
    keeps_draft=True,
)
def new_document(data: Data, who: Who) -> OwnDocument:
    return documents.draft(**data, **who)


@deed(
    "directives:reserve",
    verb="document.write",
    form=unit_form(ReserveForm, "document.write", lambda request: {"issued_on": request.today}),
    title=gettext_lazy("Reserve a number"),
    label=gettext_lazy("Reserve"),
    crumbs=CRUMBS,
    done=lambda document: _("Number %(number)s is reserved.") % {"number": document.printed},
)
def reserve(data: Data, who: Who) -> OwnDocument:
    return documents.reserve(**data, **who)


def _correction(request: Request, row: OwnDocument) -> OfficeForm:
    form = DocumentForm if row.state == DocumentState.DRAFT else CorrectSignedForm
    made = correction_form(form, documents.DRAFT_FIELDS)(request, row)
    return made if row.state == DocumentState.DRAFT else with_reason(made, row)


@deed(
    "directives:correct_document",
    verb="document.write",
    row=ROWS,
    form=_correction,
    title=gettext_lazy("Correct the document"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The document was corrected."),
)
def correct_document(row: OwnDocument, data: Data, who: Who) -> OwnDocument:
    return documents.correct(row, **data, **who)


@deed(
    "directives:sign",
    verb="document.write",
    row=ROWS,
    form=SignForm,
    initial=lambda request, _row: {"issued_on": request.today},
    title=gettext_lazy("Sign and give the number"),
    label=gettext_lazy("Sign"),
    done=lambda document: _("Signed: the number is %(number)s.") % {"number": document.printed},
)
def sign(row: OwnDocument, data: Data, who: Who) -> OwnDocument:
    return documents.sign(row, **data, **who)


@deed(
    "directives:void",
    verb="document.write",
    row=ROWS,
    form=VoidForm,
    title=gettext_lazy("Make the number void"),
    label=gettext_lazy("Make void"),
    done=gettext_lazy("The number is void; it is not given again."),
)
def void(row: OwnDocument, data: Data, who: Who) -> OwnDocument:
    return documents.make_void(row, **data, **who)


@withdrawal(
    "directives:remove_document",
    verb="document.write",
    row=ROWS,
    title=gettext_lazy("Remove the draft"),
    to=lambda _none: reverse("directives:documents"),
)
def remove_document(row: OwnDocument, data: Data, who: Who) -> None:
    documents.remove_draft(row, **data, **who)
