"""The outline of a unit's reviews: its sections, what each says, in which order they stand."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongket.figures.declare import listed
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.deeds import who
from tongket.pages.forms import form_page, posted, run_if_posted
from tongket.pages.once import saves
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.review import actions, queries
from tongket.review.forms import OrderForm, OutlineForm, place_name
from tongket.review.models import OutlineSection
from tongket.review.rules import numbered, placed


def _unit(request: Request, code: str) -> Unit:
    rows = Unit.objects.filter(place__isnull=False).select_related("place")
    return access.find(rows, request.person, "review.write", code, by="code", on=request.today)


def _heading(row: OutlineSection, year: int) -> str:
    return row.heading.replace("{year}", str(year)).replace("{next_year}", str(year + 1))


def _crumbs(code: str, year: int) -> list[tuple[str, str]]:
    return [
        (_("Year-end review"), reverse("review:review", args=[code, year])),
        (_("Outline of the report"), reverse("review:outline", args=[code, year])),
    ]


@require_GET
@access.policy("review.write")
def outlines(request: Request) -> HttpResponse:
    """The outline of the unit and year that the page is about."""
    unit, year = context.here(request, request.person)
    if unit is None or not access.may(request.person, "review.write", unit, on=request.today):
        unit = request.person.own_unit(request.today)
    if unit is None:
        raise Http404
    return redirect("review:outline", unit.code, year)


@require_GET
@access.policy("review.write")
def outline(request: Request, code: str, year: int) -> HttpResponse:
    unit = _unit(request, code)
    rows: list[list[Cell | str]] = [
        [
            Cell(_heading(row, year), reverse("review:outline_section", args=[code, year, row.section])),
            row.get_content_display(),
            str(len(row.sentences)),
            _whose(row),
        ]
        for row in queries.all_sections(unit, unit.place.the_kind, year)
    ]
    return Record(
        title=_("Outline of the report"),
        subtitle=unit.place.name,
        crumbs=_crumbs(code, year)[:1],
        buttons=[Button(_("Order of the sections"), reverse("review:outline_order", args=[code, year]))],
        sections=[
            Section(
                _("Sections"),
                note=_(
                    "A change holds for the reviews of this unit alone, from this year on; earlier years keep theirs. "
                    "Open a section to change its heading and its sentences."
                ),
                table=SmallTable(
                    [
                        (_("Heading"), "start"),
                        (_("Content"), "start"),
                        (_("Sentences"), "end"),
                        (_("Whose"), "start"),
                    ],
                    rows,
                ),
            ),
            Section(
                _("Figures that sentences may name"),
                note=_("In curly brackets a sentence names a figure by its key, and the number stands in its place."),
                table=SmallTable(
                    [(_("Figure"), "start"), (_("Key"), "start")],
                    [[str(figure.label), figure.key] for figure in listed()],
                ),
            ),
        ],
    ).respond(request)


def _figures_of(row: OutlineSection, outline_url: str) -> str:
    """The figures that a section's sentences name, and where the others stand."""
    named = set(re.findall(r"{(\w+)", " ".join(row.sentences)))
    used = [figure for figure in listed() if figure.key in named]
    words = _("Figures of this section: %(figures)s.") % {
        "figures": "; ".join(f"{figure.label} – {figure.key}" for figure in used) or _("none")
    }
    return format_html('{} <a href="{}">{}</a>', words, outline_url, _("All figures"))


def _whose(row: OutlineSection) -> Cell:
    if row.own is None:
        return Cell(_("common"), state="mut")
    return Cell(_("own"), reverse("regulations:value", args=[row.own.pk]), state="info")


@require_http_methods(["GET", "POST"])
@access.policy("review.write")
@saves
def section(request: Request, code: str, year: int, section: str) -> HttpResponse:
    unit = _unit(request, code)
    kind = unit.place.the_kind
    row = next((row for row in queries.all_sections(unit, kind, year) if row.section == section), None)
    if row is None:
        raise Http404
    initial = {"heading": row.heading, "sentences": "\n".join(row.sentences), "is_shown": row.is_shown}
    form = OutlineForm(posted(request)[0], initial=initial)
    crumbs = _crumbs(code, year)
    save = run_if_posted(
        request,
        form,
        lambda: actions.change_outline(unit, kind, section, year=year, **form.cleaned_data, **who(request)),
    )
    if save is not None:
        messages.success(request, _("The outline was changed."))
        return redirect(crumbs[-1][1])
    return form_page(
        request,
        form,
        title=_heading(row, year),
        subtitle=f"{unit.place.name} · {year}",
        submit_label=_("Save"),
        cancel_url=crumbs[-1][1],
        note=_figures_of(row, crumbs[-1][1]),
        crumbs=crumbs,
    )


# --- Order -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("review.write")
@saves
def order(request: Request, code: str, year: int) -> HttpResponse:
    """Move sections up and down, or give them a place by number; nothing is saved before the ground is given."""
    unit = _unit(request, code)
    kind = unit.place.the_kind
    sections = queries.all_sections(unit, kind, year)
    levels = {row.section: row.level for row in queries.common_sections(kind)}
    sent, wanted = request.POST, request.POST.get("move", "")
    shown = sent["order"].split(",") if sent.get("order") else [row.section for row in sections]
    own = queries.own_order(unit, kind, year)
    initial = {"seen": own.version if own else 0, "order": ",".join(shown)}
    form = OrderForm(levels, shown, sent if sent and not wanted else None, initial=initial)
    crumbs = _crumbs(code, year)
    if wanted:
        form = _moved(form, sent, wanted)
    else:
        save = run_if_posted(
            request,
            form,
            lambda: actions.order_outline(unit, kind, year=year, **form.cleaned_data, **who(request)),
        )
        if save is not None:
            messages.success(
                request, _("The sections stand in the new order, from the review of %(year)s on.") % {"year": year}
            )
            return redirect(crumbs[-1][1])
    headings = {row.section: _heading(row, year) for row in sections}
    context = {
        "title": _("Order of the sections"),
        "subtitle": f"{unit.place.name} · {year}",
        "crumbs": crumbs,
        "cancel_url": crumbs[-1][1],
        "form": form,
        "lines": _lines(form, headings, wanted),
        "fields": [form["decision"]],
        "idempotency_key": sent.get("idempotency_key") or uuid.uuid4().hex,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "review/outline_order.html", context, status=status)


def _moved(form: OrderForm, sent: Any, wanted: str) -> OrderForm:
    """The form again after a section was moved by a button, or by the numbers that were typed."""
    way, _colon, section = wanted.partition(":")
    places: dict[str, int] = {}
    group = next((group for group in form.groups.values() if section in group), [])
    members = [name for name in form.shown if name in group]
    if section in members:
        at = members.index(section) + 1 + {"up": -1, "down": 1}.get(way, 0)
        places = {section: min(max(at, 1), len(members))}
    elif way == "place":
        typed = {name: sent.get(place_name(name), "") for name in form.levels}
        places = {
            name: int(text) for name, text in typed.items() if text.isascii() and text.isdigit() and len(text) < 3
        }
    after = placed(form.levels, form.shown, places)
    initial = {"seen": sent.get("seen"), "order": ",".join(after), "decision": sent.get("decision", "")}
    return OrderForm(form.levels, after, initial=initial)


def _lines(form: OrderForm, headings: dict[str, str], wanted: str) -> list[dict[str, Any]]:
    """One line for each section, as the form shows them."""
    lines = []
    new = numbered((form.levels[name], headings[name]) for name in form.shown)
    for name, heading in zip(form.shown, new, strict=True):
        group = next(group for group in form.groups.values() if name in group)
        members = [one for one in form.shown if one in group]
        lines.append(
            {
                "name": name,
                "heading": heading,
                "depth": form.levels[name],
                "field": form[place_name(name)],
                "is_first": members[0] == name,
                "is_last": members[-1] == name,
                "is_alone": len(members) == 1,
                "focus": _focus(wanted, name, members),
            }
        )
    return lines


def _focus(wanted: str, name: str, members: list[str]) -> str:
    """Which button of a section has the focus: the one that was pressed, or at an end the other one."""
    way, _colon, section = wanted.partition(":")
    if section != name:
        return ""
    return {members[0]: "down", members[-1]: "up"}.get(name, way)
