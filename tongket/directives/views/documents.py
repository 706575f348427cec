"""The register of documents that units issue themselves: its list, its print, one document."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates
from tongket.directives import queries
from tongket.directives.actions import documents
from tongket.directives.forms import (
    CorrectDocumentForm,
    CorrectSignedForm,
    NewDocumentForm,
    ReserveForm,
    SignForm,
    VoidForm,
)
from tongket.directives.kinds import CONGRESS, Kind
from tongket.directives.models import OwnDocument
from tongket.directives.views.removal import removal_page
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, day, text, unit
from tongket.pages.filters import by_choice, by_unit, by_words, by_year
from tongket.pages.forms import OfficeForm, form_page, run_if_posted
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

State = OwnDocument.State
GET_POST = ["GET", "POST"]
STATES = {State.DRAFT: "info", State.SIGNED: "ok", State.RESERVED: "mut", State.VOID: "mut"}


def _state(row: OwnDocument) -> Cell:
    return Cell(str(row.get_state_display()), state=STATES[State(row.state)])


def _subject(row: OwnDocument) -> str:
    return _("not held in this system") if row.state == State.RESERVED else row.subject


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
        Column("state", gettext_lazy("State"), _state, order=("state",), phone="state"),
    ],
    filters=[
        by_words("subject_fold", gettext_lazy("Subject")),
        by_unit(),
        by_choice("kind", gettext_lazy("Document kind"), Kind.choices),
        by_choice("state", gettext_lazy("State"), State.choices),
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
    return DOCUMENTS.respond(request, rows, buttons=buttons, crumbs=[_first_crumb()])


@require_GET
@access.policy("document.read")
def print_register(request: Request) -> HttpResponse:
    """The whole register of one unit and term, series by series, for the printer: every number has its line."""
    here, _year = context.here(request, request.person)
    reach = access.scope(Unit.objects.filter(place__isnull=False), request.person, "document.read", on=request.today)
    unit = get_object_or_404(reach.select_related("place"), pk=here.pk if here else None)
    terms = queries.terms_of(unit)
    asked = request.GET.get("term", "")
    term = next((day for day in terms if day.isoformat() == asked), terms[0] if terms else None)
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
        crumbs=[_first_crumb(), (_("Documents of our own"), reverse("directives:documents"))],
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
    subject = _("number void: %(reason)s") % {"reason": row.void_reason} if row.state == State.VOID else _subject(row)
    return [Cell(row.printed, row.get_absolute_url()), dates.dmy_or_empty(row.issued_on), subject, row.recipients]


def _first_crumb() -> tuple[str, str]:
    return _("Directives"), reverse("directives:list")


# --- One document ----------------------------------------------------------------------------------------------------


def _find(request: Request, pk: uuid.UUID, verb: str = "document.write") -> OwnDocument:
    rows = OwnDocument.objects.select_related("unit__place__parent__place")
    return access.find(rows, request.person, verb, pk, on=request.today)


def _crumbs(row: OwnDocument | None = None) -> list[tuple[str, str]]:
    found = [_first_crumb(), (_("Documents of our own"), reverse("directives:documents"))]
    return [*found, (row.printed, row.get_absolute_url())] if row else found


@require_GET
@access.policy("document.read")
def document(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk, "document.read")
    state = _state(row)
    programmes = row.programmes.select_related("receipt__directive")
    facts = [
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Document kind"), str(row.get_kind_display()).capitalize()),
        Fact(_("Issued on"), dates.dmy_or_empty(row.issued_on)),
        Fact(_("Series from"), dates.dmy_or_empty(row.term_from_on)),
        Fact(_("Recipients"), row.recipients),
        *([Fact(_("Why this unit issues it"), row.override_reason)] if row.override_reason else []),
        *([Fact(_("Why the number is void"), row.void_reason)] if row.void_reason else []),
        *(Fact(_("Carries out"), one.receipt.directive.cited, one.receipt.get_absolute_url()) for one in programmes),
    ]
    return Record(
        title=row.printed,
        subtitle=_subject(row),
        crumbs=_crumbs(),
        chips=[(state.text, state.state)],
        buttons=_buttons(row) if access.may(request.person, "document.write", row, on=request.today) else [],
        sections=[Section(_("In brief"), facts=facts)],
    ).respond(request)


def _buttons(row: OwnDocument) -> list[Button]:
    if row.state == State.DRAFT:
        return [
            Button(_("Remove"), reverse("directives:remove_document", args=[row.pk])),
            Button(_("Correct"), reverse("directives:correct_document", args=[row.pk])),
            Button(_("Sign and give the number"), reverse("directives:sign", args=[row.pk]), is_primary=True),
        ]
    deeds = []
    if row.state in {State.SIGNED, State.RESERVED}:
        deeds.append(Button(_("Make the number void"), reverse("directives:void", args=[row.pk])))
    if row.state == State.SIGNED:
        deeds.append(Button(_("Correct"), reverse("directives:correct_document", args=[row.pk])))
    return deeds


def _form(request: Request, form: OfficeForm, title: str, label: str, row: OwnDocument | None = None) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{row.printed} · {row.subject}" if row else "",
        submit_label=label,
        cancel_url=row.get_absolute_url() if row else reverse("directives:documents"),
        crumbs=_crumbs(row),
    )


@require_http_methods(GET_POST)
@access.policy("document.write")
@saves
def new_document(request: Request) -> HttpResponse:
    form = NewDocumentForm(request.person, request.POST or None, on=request.today, initial={"kind": Kind.BC})
    made = run_if_posted(
        request, form, lambda: documents.draft(**form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The draft is in the register. It gets its number when it is signed."))
        return redirect(made)
    return _form(request, form, _("Draft a document"), _("Save"))


@require_http_methods(GET_POST)
@access.policy("document.write")
@saves
def reserve(request: Request) -> HttpResponse:
    form = ReserveForm(request.person, request.POST or None, on=request.today, initial={"issued_on": request.today})
    made = run_if_posted(
        request, form, lambda: documents.reserve(**form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("Number %(number)s is reserved.") % {"number": made.printed})
        return redirect(made)
    return _form(request, form, _("Reserve a number"), _("Reserve"))


@require_http_methods(GET_POST)
@access.policy("document.write")
@saves
def correct_document(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    kind = CorrectDocumentForm if row.state == State.DRAFT else CorrectSignedForm
    initial = {name: getattr(row, name) for name in documents.DRAFT_FIELDS} | {"seen": row.version}
    form = kind(request.POST or None, initial=initial)
    done = run_if_posted(
        request, form, lambda: documents.correct(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The document was corrected."))
        return redirect(row)
    return _form(request, form, _("Correct the document"), _("Save"), row)


@require_http_methods(GET_POST)
@access.policy("document.write")
@saves
def sign(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    form = SignForm(request.POST or None, initial={"issued_on": request.today, "seen": row.version})
    done = run_if_posted(
        request, form, lambda: documents.sign(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("Signed: the number is %(number)s.") % {"number": row.printed})
        return redirect(row)
    return _form(request, form, _("Sign and give the number"), _("Sign"), row)


@require_http_methods(GET_POST)
@access.policy("document.write")
@saves
def void(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    form = VoidForm(request.POST or None, initial={"seen": row.version})
    done = run_if_posted(
        request, form, lambda: documents.make_void(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The number is void; it is not given again."))
        return redirect(row)
    return _form(request, form, _("Make the number void"), _("Make void"), row)


@require_http_methods(GET_POST)
@access.policy("document.write")
@saves
def remove_document(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    return removal_page(
        request,
        lambda: documents.remove_draft(row, by=request.person, on=request.today),
        title=_("Remove the draft"),
        subtitle=f"{row.printed} · {row.subject}",
        back=row.get_absolute_url(),
        after=reverse("directives:documents"),
        crumbs=_crumbs(row),
    )
