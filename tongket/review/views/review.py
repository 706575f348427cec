"""The page of a review, its steps, its files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.figures.declare import REGISTRY
from tongket.figures.views import rows_page
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.forms import OfficeForm, form_page, posted, run_if_posted
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.review import actions, checks, exports, queries
from tongket.review.forms import ApproveForm, DetailsForm, FreeTextForm, ReasonForm
from tongket.review.models import Review
from tongket.review.reading import Reading, read
from tongket.review.rules import Content, State


def _unit(request: Request, code: str, verb: str = "review.read") -> Unit:
    rows = Unit.objects.filter(place__isnull=False).select_related("place")
    return access.find(rows, request.person, verb, code, by="code", on=request.today)


REVIEWS = Rows(
    query=lambda: queries.newest_editions().select_related("unit__place"),
    name=lambda _review: _("Year-end review"),
    subtitle=lambda review: f"{review.unit.place.name} · {review.year}",
    lookup={"code": "unit__code", "year": "year"},
)


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
        buttons.append(submit.button(here, is_primary=True))
    if here is not None and may["approve"]:
        if state == State.SUBMITTED or (state == State.DRAFT and is_cell):
            buttons.append(approve.button(here, _("Approve"), is_primary=True))
        if state == State.SUBMITTED:
            buttons.append(return_.button(here, _("Return")))
        if state == State.APPROVED:
            buttons.append(correct.button(here))
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


@deed(
    "review:submit",
    verb="review.submit",
    row=REVIEWS,
    title=gettext_lazy("Submit for approval"),
    done=gettext_lazy("The review was handed to the leadership for approval."),
)
def submit(review: Review, _data: Data, who: Who) -> None:
    actions.submit(review, **who)


def _approval_form(request: Request, _review: Review) -> ApproveForm:
    return ApproveForm(posted(request)[0], initial={"issued_on": request.today})


@deed(
    "review:approve",
    verb="review.approve",
    row=REVIEWS,
    form=_approval_form,
    title=lambda review: _("Approve the review of %(year)s") % {"year": review.year},
    label=gettext_lazy("Approve"),
    note=gettext_lazy("After this nothing in it changes. Later changes of the records show as differences beside it."),
    done=gettext_lazy("The review is approved: its number is given, its figures are frozen with the rows behind them."),
)
def approve(review: Review, data: Data, who: Who) -> None:
    actions.approve(review, **data, **who)


@deed(
    "review:return",
    verb="review.approve",
    row=REVIEWS,
    form=ReasonForm,
    title=gettext_lazy("Return the review"),
    label=gettext_lazy("Return"),
    done=gettext_lazy("The review went back to the office with your reason."),
)
def return_(review: Review, data: Data, who: Who) -> None:
    actions.return_(review, **data, **who)


@deed(
    "review:correct",
    verb="review.approve",
    row=REVIEWS,
    form=ReasonForm,
    title=gettext_lazy("Correct by a new edition"),
    label=gettext_lazy("Begin the new edition"),
    done=gettext_lazy("A new edition is open as a draft. The approved one stays as it was issued."),
)
def correct(review: Review, data: Data, who: Who) -> Review:
    return actions.correct(review, **data, **who)


def _details_form(request: Request, review: Review) -> DetailsForm:
    initial = {name: getattr(review, name) for name in ("cut_off", "place", "superior")}
    initial |= {"seen": review.version, "recipients": "\n".join(review.recipients)}
    return DetailsForm(posted(request)[0], initial=initial)


@deed(
    "review:details",
    verb="review.write",
    row=REVIEWS,
    form=_details_form,
    title=gettext_lazy("Head and recipients"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("Saved."),
)
def details(review: Review, data: Data, who: Who) -> None:
    actions.set_details(review, **data, **who)


def _step(
    request: Request,
    code: str,
    year: int,
    form: OfficeForm,
    *,
    title: str,
    label: str,
    done: str,
    save: Callable[[dict[str, Any]], Any],
    note: str = "",
) -> HttpResponse:
    """A page that changes one section, which the address names and no row need be there for, so that it is no deed."""
    back = reverse("review:review", args=[code, year])
    if run_if_posted(request, form, lambda: save(form.cleaned_data)) is not None:
        messages.success(request, done)
        return redirect(back)
    return form_page(
        request,
        form,
        title=title,
        submit_label=label,
        cancel_url=back,
        note=note,
        crumbs=[(_("Year-end review"), back)],
    )


@require_http_methods(["GET", "POST"])
@access.policy("review.write")
@saves
def text(request: Request, code: str, year: int, section: str) -> HttpResponse:
    review = REVIEWS.find(request, "review.write", code=code, year=year)
    rows = queries.outline(review.unit, queries.standing(review.unit, year).kind, year)
    heading = next((row.heading for row in rows if row.section == section), None)
    if heading is None:
        raise Http404
    row = review.free_texts.filter(section=section).first()
    initial = {"seen": row.version if row else 0, "text": row.text if row else ""}
    return _step(
        request,
        code,
        year,
        FreeTextForm(posted(request)[0], initial=initial),
        title=heading.replace("{next_year}", str(year + 1)),
        label=_("Save"),
        done=_("Saved."),
        save=lambda data: actions.write(review, section, data["text"], seen=data["seen"], **who(request)),
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
