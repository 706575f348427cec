"""The page of a review, its steps, its files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.figures.declare import REGISTRY, listed
from tongket.figures.views import rows_page
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.forms import form_page
from tongket.pages.once import saves
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.review import actions, checks, exports, queries
from tongket.review.forms import ApproveForm, DetailsForm, FreeTextForm, OutlineForm, ReasonForm
from tongket.review.models import Review
from tongket.review.reading import Reading, read
from tongket.review.rules import Content, State


def _unit(request: Request, code: str, verb: str = "review.read") -> Unit:
    rows = access.scope(Unit.objects.filter(place__isnull=False), request.person, verb, on=request.today)
    return get_object_or_404(rows.select_related("place"), code=code)


def _review(request: Request, code: str, year: int, verb: str) -> Review:
    found = queries.newest(_unit(request, code, verb), year)
    if found is None:
        raise Http404
    return found


def _read(request: Request, code: str, year: int) -> tuple[Unit, Reading]:
    unit = _unit(request, code)
    try:
        return unit, read(unit, year, reader=request.person, on=request.today)
    except LookupError as unknown:
        raise Http404 from unknown


@require_GET
@access.policy("review.read")
def review(request: Request, code: str, year: int) -> HttpResponse:
    unit, reading = _read(request, code, year)
    report = reading.report
    state = State(reading.state)
    may = {
        verb: access.may(request.person, f"review.{verb}", unit, on=request.today)
        for verb in ("write", "submit", "approve", "export")
    }
    is_draft = state == State.DRAFT
    sections = [
        {
            "section": section,
            "paragraphs": [
                {
                    "is_free": paragraph.is_free,
                    "is_limitation": paragraph.is_limitation,
                    "pieces": [
                        {"text": piece.text, "url": _piece_url(reading, piece.key)} for piece in paragraph.pieces
                    ],
                }
                for paragraph in section.paragraphs
            ],
            "edit_url": reverse("review:text", args=[code, year, section.id])
            if may["write"] and is_draft and reading.review and (section.level > 1 or section.content != Content.FREE)
            else "",
        }
        for section in report.sections
    ]
    context = {
        "report": report,
        "next_year": year + 1,
        "review": reading.review,
        "state": {"label": state.label, "state": {"draft": "warn", "submitted": "info", "approved": "ok"}[state]},
        "head": exports.head_lines(report, reading.review, on=request.today),
        "sections": sections,
        "cut_off": dates.dmy(date.fromisoformat(report.cut_off)),
        "checks": [vars(check) for check in checks.of(reading)],
        "differences": reading.differences,
        "steps": _steps(unit, year, reading, may),
        "buttons": _buttons(code, year, reading, may),
        "figures": [line for line in report.figures.values() if line.target or line.value not in {None, "0"}],
        "targets": report.targets,
        "ratings": report.ratings,
    }
    return render(request, "review/review.html", context)


@require_GET
@access.policy("review.read")
def frozen(request: Request, code: str, year: int, key: str) -> HttpResponse:
    """The rows that approval kept with a figure; before it, the rows of today."""
    unit, reading = _read(request, code, year)
    line = reading.report.figures.get(key)
    if line is None:
        raise Http404
    if reading.review is None or reading.state != State.APPROVED:
        return redirect(line.records_url)
    figure = REGISTRY[key]
    kept = reading.review.frozen.get(key=key).records
    model: Any = (figure.whole or figure).model
    behind = model._default_manager.filter(pk__in=kept)  # unscoped: how many there still are; scoped below
    gone = len(kept) - behind.count()
    words = ngettext("%(count)s of these rows exists no more.", "%(count)s of these rows exist no more.", gone)
    return rows_page(
        request,
        figure,
        access.scope(behind, request.person, figure.verb, on=request.today),
        unit=unit,
        text=line.text,
        is_suppressed=line.is_suppressed,
        subtitle=_("%(unit)s · as approved for the review of %(year)s") % {"unit": reading.report.name, "year": year},
        crumbs=[(_("Year-end review"), reverse("review:review", args=[code, year]))],
        note=words % {"count": gone} if gone else "",
    )


def _piece_url(reading: Reading, key: str) -> str:
    line = reading.report.figures.get(key)
    if line is not None:
        return line.records_url
    return next((one.url for one in reading.report.limitations if one.kind == key), "")


def _steps(unit: Unit, year: int, reading: Reading, may: dict[str, bool]) -> list[Button]:
    """The one main step that this reader can take, and the lesser ones."""
    code = unit.code
    here = reading.review
    state = reading.state
    is_cell = unit.place.the_kind.is_cell
    buttons: list[Button] = []
    if here is None:
        if may["write"]:
            buttons.append(
                Button(_("Begin the draft"), reverse("review:begin", args=[code, year]), "post", is_primary=True)
            )
    elif state == State.DRAFT and may["submit"] and not is_cell:
        buttons.append(
            Button(_("Submit for approval"), reverse("review:submit", args=[code, year]), "post", is_primary=True)
        )
    if here is not None and may["approve"]:
        if state == State.SUBMITTED or (state == State.DRAFT and is_cell):
            buttons.append(Button(_("Approve"), reverse("review:approve", args=[code, year]), is_primary=True))
        if state == State.SUBMITTED:
            buttons.append(Button(_("Return"), reverse("review:return", args=[code, year])))
        if state == State.APPROVED:
            buttons.append(Button(_("Correct by a new edition"), reverse("review:correct", args=[code, year])))
    return buttons


def _buttons(code: str, year: int, reading: Reading, may: dict[str, bool]) -> list[Button]:
    buttons = []
    if may["export"]:
        buttons.append(Button("Word", reverse("review:word", args=[code, year])))
        buttons.append(Button(_("Data (JSON)"), reverse("review:json", args=[code, year])))
    if may["write"] and reading.review and reading.state == State.DRAFT:
        buttons.append(Button(_("Head and recipients"), reverse("review:details", args=[code, year])))
    if may["write"]:
        buttons.append(Button(_("Outline"), reverse("review:outline", args=[code, year])))
    return buttons


# --- Steps -----------------------------------------------------------------------------------------------------------


@require_POST
@access.policy("review.write")
@saves
def begin(request: Request, code: str, year: int) -> HttpResponse:
    unit = _unit(request, code, "review.write")
    try:
        actions.begin(unit, year, by=request.person, on=request.today)
    except LookupError as unknown:
        raise Http404 from unknown
    messages.success(request, _("The draft is open: the figures are counted, you may add your own text."))
    return redirect("review:review", code, year)


@require_POST
@access.policy("review.submit")
@saves
def submit(request: Request, code: str, year: int) -> HttpResponse:
    actions.submit(_review(request, code, year, "review.submit"), by=request.person, on=request.today)
    messages.success(request, _("The review was handed to the leadership for approval."))
    return redirect("review:review", code, year)


def _step(
    request: Request,
    code: str,
    year: int,
    form: Any,
    *,
    title: str,
    label: str,
    done: str,
    do: Callable[[dict[str, Any]], Any],
    note: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """A step with a form: shown, checked, done, back to the review."""
    back = reverse("review:review", args=[code, year])
    if form.is_bound and form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect(back)
    return form_page(
        request,
        form,
        title=title,
        submit_label=label,
        cancel_url=back,
        note=note,
        is_danger=is_danger,
        crumbs=[(_("Year-end review"), back)],
    )


@require_http_methods(["GET", "POST"])
@access.policy("review.approve")
@saves
def approve(request: Request, code: str, year: int) -> HttpResponse:
    found = _review(request, code, year, "review.approve")
    form = ApproveForm(request.POST or None, initial={"issued_on": request.today})
    return _step(
        request,
        code,
        year,
        form,
        title=_("Approve the review of %(year)s") % {"year": year},
        label=_("Approve"),
        done=_("The review is approved: its number is given, its figures are frozen with the rows behind them."),
        note=_("After this nothing in it changes. Later changes of the records show as differences beside it."),
        do=lambda data: actions.approve(found, **data, by=request.person, on=request.today),
    )


@require_http_methods(["GET", "POST"])
@access.policy("review.approve")
@saves
def return_(request: Request, code: str, year: int) -> HttpResponse:
    found = _review(request, code, year, "review.approve")
    return _step(
        request,
        code,
        year,
        ReasonForm(request.POST or None),
        title=_("Return the review"),
        label=_("Return"),
        done=_("The review went back to the office with your reason."),
        do=lambda data: actions.return_(found, **data, by=request.person, on=request.today),
    )


@require_http_methods(["GET", "POST"])
@access.policy("review.approve")
@saves
def correct(request: Request, code: str, year: int) -> HttpResponse:
    found = _review(request, code, year, "review.approve")
    return _step(
        request,
        code,
        year,
        ReasonForm(request.POST or None),
        title=_("Correct by a new edition"),
        label=_("Begin the new edition"),
        done=_("A new edition is open as a draft. The approved one stays as it was issued."),
        do=lambda data: actions.correct(found, **data, by=request.person, on=request.today),
    )


@require_http_methods(["GET", "POST"])
@access.policy("review.write")
@saves
def details(request: Request, code: str, year: int) -> HttpResponse:
    found = _review(request, code, year, "review.write")
    initial = {
        "seen": found.version,
        "cut_off": found.cut_off,
        "place": found.place,
        "superior": found.superior,
        "recipients": "\n".join(found.recipients),
    }
    return _step(
        request,
        code,
        year,
        DetailsForm(request.POST or None, initial=initial),
        title=_("Head and recipients"),
        label=_("Save"),
        done=_("Saved."),
        do=lambda data: actions.set_details(found, **data, by=request.person, on=request.today),
    )


@require_http_methods(["GET", "POST"])
@access.policy("review.write")
@saves
def text(request: Request, code: str, year: int, section: str) -> HttpResponse:
    found = _review(request, code, year, "review.write")
    heading = next(
        (
            row.heading
            for row in queries.outline(found.unit, queries.standing(found.unit, year).kind)
            if row.section == section
        ),
        None,
    )
    if heading is None:
        raise Http404
    row = found.free_texts.filter(section=section).first()
    initial = {"seen": row.version if row else 0, "text": row.text if row else ""}
    return _step(
        request,
        code,
        year,
        FreeTextForm(request.POST or None, initial=initial),
        title=heading.replace("{next_year}", str(year + 1)),
        label=_("Save"),
        done=_("Saved."),
        do=lambda data: actions.write(
            found, section, data["text"], seen=data["seen"], by=request.person, on=request.today
        ),
    )


# --- Outline ---------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("review.write")
def outline(request: Request, code: str, year: int) -> HttpResponse:
    unit = _unit(request, code, "review.write")
    rows: list[list[Cell | str]] = [
        [
            Cell(row.section, reverse("review:outline_section", args=[code, year, row.section])),
            row.heading.replace("{year}", str(year)).replace("{next_year}", str(year + 1)),
            row.get_content_display(),
            str(len(row.sentences)),
            Cell(_("own"), state="info") if row.unit_id else Cell(_("common"), state="mut"),
        ]
        for row in queries.all_sections(unit, unit.place.the_kind)
    ]
    return Record(
        title=_("Outline of the report"),
        subtitle=unit.place.name,
        crumbs=[(_("Year-end review"), reverse("review:review", args=[code, year]))],
        sections=[
            Section(
                _("Sections"),
                note=_(
                    "A change holds for the reviews of this unit alone. "
                    "Open a section to change its heading and its sentences."
                ),
                table=SmallTable(
                    [
                        (_("Section"), "start"),
                        (_("Heading"), "start"),
                        (_("Content"), "start"),
                        (_("Sentences"), "end"),
                        (_("Whose"), "start"),
                    ],
                    rows,
                ),
            )
        ],
    ).respond(request)


@require_http_methods(["GET", "POST"])
@access.policy("review.write")
@saves
def outline_section(request: Request, code: str, year: int, section: str) -> HttpResponse:
    unit = _unit(request, code, "review.write")
    kind = unit.place.the_kind
    row = next((row for row in queries.all_sections(unit, kind) if row.section == section), None)
    if row is None:
        raise Http404
    initial = {"heading": row.heading, "sentences": "\n".join(row.sentences), "is_shown": row.is_shown}
    keys = ", ".join(f"{figure.key} ({figure.label})" for figure in listed())
    return _step(
        request,
        code,
        year,
        OutlineForm(request.POST or None, initial=initial),
        title=_("Section %(section)s") % {"section": section},
        label=_("Save"),
        done=_("The outline was changed."),
        note=_("Figures: %(keys)s") % {"keys": keys},
        do=lambda data: actions.change_outline(unit, kind, section, **data, by=request.person, on=request.today),
    )


# --- Files -----------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("review.export")
def word(request: Request, code: str, year: int) -> HttpResponse:
    unit, reading = _read(request, code, year)
    access.require(request.person, "review.export", unit, on=request.today)
    body = exports.as_word(reading.report, reading.review, on=request.today)
    name = exports.file_name(reading.report, "docx")
    return exporting.send(request, body, name, verb="review.export", unit=unit)


@require_GET
@access.policy("review.export")
def json(request: Request, code: str, year: int) -> HttpResponse:
    unit, reading = _read(request, code, year)
    access.require(request.person, "review.export", unit, on=request.today)
    body = exports.json_text(reading.report, state=reading.state).encode()
    name = exports.file_name(reading.report, "json")
    return exporting.send(request, body, name, verb="review.export", unit=unit)
