"""Awards, who may be proposed and why, subjects of commendation, emulation movements."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.commendation import actions, queries, rules
from tongket.commendation.forms import AwardForm, ModelsForm, MovementForm, TopicForm, chosen_unit
from tongket.commendation.models import Award, Movement, ThematicTopic
from tongket.commendation.rules import Form, Ground, Recipient
from tongket.core import dates
from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, unit_name
from tongket.pages.filters import by_choice, by_unit, by_words, by_year, this_year
from tongket.pages.forms import UnitField, form_page, run_if_posted, seen_field
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.rating.rules import review_year

AWARDS: Listing[Award] = Listing(
    title=gettext_lazy("Commendation"),
    verb="award.read",
    columns=PRESENTATIONS[Award].columns,
    filters=[
        by_year("year", default=this_year),
        by_choice("recipient", gettext_lazy("Recipient"), Recipient.choices),
        by_choice("ground", gettext_lazy("Given for"), Ground.choices),
        by_choice("form", gettext_lazy("Form of award"), Form.choices),
        by_unit(),
        by_words("member__name_fold", gettext_lazy("Name of the member")),
    ],
    order=("-year", "unit__place__pos", "decided_on"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No award has been recorded yet."),
)
MOVEMENTS: Listing[Movement] = Listing(
    title=gettext_lazy("Emulation movements"),
    verb="movement.read",
    columns=PRESENTATIONS[Movement].columns,
    filters=[by_year("year"), by_unit(starts_here=False)],
    order=("-year", "unit__place__pos", "name"),
    empty_text=gettext_lazy("No movement has been recorded yet."),
)
TOPICS: Listing[ThematicTopic] = Listing(
    title=gettext_lazy("Subjects of commendation"),
    verb="movement.read",
    columns=PRESENTATIONS[ThematicTopic].columns,
    filters=[by_year("year"), by_unit(starts_here=False)],
    order=("-year", "unit__place__pos", "order", "name"),
    empty_text=gettext_lazy("No subject has been opened yet."),
)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Commendation"), reverse("commendation:list")), *more]


# --- Awards ---------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("award.read")
def award_list(request: Request) -> HttpResponse:
    rows = access.scope(Award.objects.all(), request.person, "award.read", on=request.today)
    _unit, year = context.here(request, request.person)
    found = [Button(_("Who is eligible"), link(reverse("commendation:eligible"), year=year))]
    if access.holds(request.person, "movement.read", on=request.today):
        found.append(Button(_("Subjects"), reverse("commendation:topics")))
        found.append(Button(_("Movements"), reverse("commendation:movements")))
    return AWARDS.respond(
        request,
        rows.select_related("unit__place", "member__person"),
        buttons=[*found, *main_button(request, "award.write", _("Record an award"), "commendation:new")],
    )


@require_GET
@access.policy("award.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    award = access.find(
        Award.objects.select_related("unit__place", "member__person", "giver_unit__place", "topic"),
        request.person,
        "award.read",
        pk,
        on=request.today,
    )
    facts = [
        Fact(_("Recipient"), award.recipient_name),
        Fact(_("Unit"), award.unit.place.name, award.unit.get_absolute_url()),
        Fact(_("Form of award"), award.get_form_display()),
        Fact(_("Given for"), award.get_ground_display()),
        Fact(_("For the years"), award.period),
        Fact(_("Counts in"), str(award.year)),
        Fact(_("Given by"), award.giver),
        Fact(_("Decision"), f"{award.decision_number}, {dates.dmy(award.decided_on)}"),
    ]
    if award.topic is not None:
        facts.append(Fact(_("Subject of commendation"), award.topic.name))
    return Record(
        title=award.title,
        subtitle=award.recipient_name,
        crumbs=_crumbs(),
        chips=[(award.get_form_display(), "ok")],
        sections=[Section(_("In brief"), facts=facts), _levels(request, award)],
    ).respond(request)


def _levels(request: Request, award: Award) -> Section:
    """The levels of the years that the award is for, for whoever may read them."""
    readable = access.scope(queries.ratings_behind(award), request.person, "rating.read", on=request.today)
    return Section(
        _("Levels of these years"),
        table=SmallTable(
            heads=[(_("Year"), "start"), (_("Level"), "start"), (_("Source"), "start")],
            rows=[
                [Cell(str(row.year), row.get_absolute_url()), row.words, row.source]
                for row in readable.order_by("year")
            ],
            empty_text=_("No level of these years is recorded, or it is not for you."),
        ),
    )


@require_http_methods(["GET", "POST"])
@access.policy("award.write")
@saves
def new(request: Request) -> HttpResponse:
    year = review_year(request.today)
    initial = {"from_year": year, "to_year": year, "year": year, **request.GET.dict()}
    form = AwardForm(request.POST or None, initial=initial, person=request.person, on=request.today)
    form.put_first(unit=UnitField(request.person, "award.write", on=request.today))
    made = run_if_posted(request, form, lambda: actions.award(**form.cleaned_data, by=request.person, on=request.today))
    if made is not None:
        messages.success(request, _("The award was recorded."))
        return redirect(made)
    return form_page(
        request,
        form,
        title=_("Record an award"),
        submit_label=_("Record"),
        cancel_url=reverse("commendation:list"),
        note=_(
            "A title of the year needs the level excellent in that year; an award for five years needs it in all five. "
            "Both are checked against the recorded levels."
        ),
        crumbs=_crumbs(),
    )


# --- Who is eligible ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    """What the page of who is eligible is about."""

    year: int
    recipient: str
    unit: Unit | None


@require_GET
@access.policy("award.read")
def eligible(request: Request) -> HttpResponse:
    """Who was EXCELLENT in a year, with the run of years that ends then, and what has been given already."""
    asked = _asked(request)
    found = queries.eligible(asked.year, asked.recipient, request.person, on=request.today, under=asked.unit)
    found.sort(key=lambda one: -len(one.run))
    may_write = access.holds(request.person, "award.write", on=request.today)
    other = Recipient.MEMBER if asked.recipient == Recipient.ORGANISATION else Recipient.ORGANISATION
    here: dict[str, str | int] = {"year": asked.year, "unit": asked.unit.code if asked.unit else ""}
    turns = [
        Button(str(year), link(request.path, **{**here, "year": year}, recipient=asked.recipient))
        for year in (asked.year - 1, asked.year + 1)
        if year <= request.today.year
    ]
    return Record(
        title=_("Eligible in the review of %(year)s") % {"year": asked.year},
        subtitle=asked.unit.place.name if asked.unit else "",
        crumbs=_crumbs(),
        chips=[(Recipient(asked.recipient).label, "info")],
        buttons=[*turns, Button(_OTHERS[other], link(request.path, **here, recipient=other))],
        sections=[
            Section(
                _("Five years in a row"),
                table=_candidates([one for one in found if one.is_for_streak], may_write),
                note=_("Rated excellent in five years without a gap; after such an award counting starts anew."),
            ),
            Section(
                _("Excellent in %(year)s") % {"year": asked.year},
                table=_candidates([one for one in found if not one.is_for_streak], may_write),
                note=_("The title of the year is a decision of its own among these."),
            ),
        ],
    ).respond(request)


_OTHERS = {Recipient.MEMBER: gettext_lazy("Members"), Recipient.ORGANISATION: gettext_lazy("Organisations")}


def _asked(request: Request) -> _Asked:
    year = request.GET.get("year", "")
    recipient = request.GET.get("recipient", "")
    return _Asked(
        year=int(year) if year.isdigit() and len(year) == 4 else context.here(request, request.person)[1],
        recipient=recipient if recipient in Recipient.values else Recipient.ORGANISATION,
        unit=chosen_unit(request.person, request.GET.get("unit", ""), on=request.today),
    )


def _candidates(found: Sequence[queries.Candidate], may_write: bool) -> SmallTable:
    return SmallTable(
        heads=[
            (_("Whom it is about"), "start"),
            (_("Unit"), "start"),
            (_("Run of years"), "start"),
            (_("Award"), "start"),
        ],
        rows=[
            [
                Cell(one.rating.rated_name, one.rating.get_absolute_url()),
                unit_name(one.rating),
                _run(one),
                _given(one, may_write),
            ]
            for one in found
        ],
        empty_text=_("Nobody, by the levels recorded so far."),
    )


def _run(one: queries.Candidate) -> str:
    first, last = one.run[0], one.run[-1]
    years = str(last) if first == last else f"{first}-{last}"
    return _("%(years)s (%(count)s)") % {"years": years, "count": len(one.run)}


def _given(one: queries.Candidate, may_write: bool) -> Cell:
    if one.has_streak_award or (one.has_title and not one.is_for_streak):
        return Cell(_("given"), state="ok")
    if not may_write:
        return Cell("")
    year = one.rating.year
    asked: dict[str, Any] = {"unit": one.rating.unit.code, "year": year, "to_year": year, "from_year": year}
    asked["ground"] = Ground.YEAR_TITLE
    if one.is_for_streak:
        asked |= {"ground": Ground.STREAK, "from_year": year - rules.RUN + 1}
    if one.rating.member is not None:
        asked["card_number"] = one.rating.member.card_number
    return Cell(_("Record an award"), link(reverse("commendation:new"), **asked))


# --- Subjects and movements -----------------------------------------------------------------------------------------


@require_GET
@access.policy("movement.read")
def topics(request: Request) -> HttpResponse:
    rows = access.scope(ThematicTopic.objects.all(), request.person, "movement.read", on=request.today)
    return TOPICS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "movement.write", _("Open a subject"), "commendation:topic_new"),
        crumbs=_crumbs(),
    )


@require_GET
@access.policy("movement.read")
def movements(request: Request) -> HttpResponse:
    rows = access.scope(Movement.objects.all(), request.person, "movement.read", on=request.today)
    may_write = access.holds(request.person, "movement.write", on=request.today)
    return MOVEMENTS.respond(
        request,
        rows.select_related("unit__place"),
        buttons=main_button(request, "movement.write", _("Record a movement"), "commendation:movement_new"),
        url_of=(lambda row: reverse("commendation:movement", args=[row.pk])) if may_write else (lambda row: None),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@access.policy("movement.write")
@saves
def topic_new(request: Request) -> HttpResponse:
    form = TopicForm(request.POST or None, initial={"year": request.today.year})
    form.put_first(unit=UnitField(request.person, "movement.write", on=request.today))
    made = run_if_posted(
        request, form, lambda: actions.open_topic(**form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The subject was opened."))
        return redirect("commendation:topics")
    return form_page(
        request,
        form,
        title=_("Open a subject of commendation"),
        submit_label=_("Open the subject"),
        cancel_url=reverse("commendation:topics"),
        crumbs=_crumbs((_("Subjects of commendation"), reverse("commendation:topics"))),
    )


@require_http_methods(["GET", "POST"])
@access.policy("movement.write")
@saves
def movement_new(request: Request) -> HttpResponse:
    form = MovementForm(request.POST or None, initial={"year": request.today.year, "models_recognised": 0})
    form.put_first(unit=UnitField(request.person, "movement.write", on=request.today))
    made = run_if_posted(
        request, form, lambda: actions.record_movement(**form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The movement was recorded."))
        return redirect("commendation:movements")
    return form_page(
        request,
        form,
        title=_("Record an emulation movement"),
        submit_label=_("Record"),
        cancel_url=reverse("commendation:movements"),
        crumbs=_crumbs((_("Emulation movements"), reverse("commendation:movements"))),
    )


@require_http_methods(["GET", "POST"])
@access.policy("movement.write")
@saves
def movement(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = access.find(
        Movement.objects.select_related("unit__place"), request.person, "movement.write", pk, on=request.today
    )
    initial = {
        "models_registered": found.models_registered,
        "models_recognised": found.models_recognised,
        "seen": found.version,
    }
    form = ModelsForm(request.POST or None, initial=initial)
    form.fields["seen"] = seen_field()
    made = run_if_posted(
        request, form, lambda: actions.count_models(found, **form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The movement was changed."))
        return redirect("commendation:movements")
    return form_page(
        request,
        form,
        title=found.name,
        subtitle=f"{found.unit.place.name} · {found.year}",
        submit_label=_("Save"),
        cancel_url=reverse("commendation:movements"),
        crumbs=_crumbs((_("Emulation movements"), reverse("commendation:movements"))),
    )
