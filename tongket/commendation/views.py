"""Awards, who may be proposed and why, subjects of commendation, emulation movements."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import actions, queries, rules
from tongket.commendation.forms import AwardForm, ModelsForm, MovementForm, TopicForm, chosen_unit
from tongket.commendation.models import Award, Movement, ThematicTopic
from tongket.commendation.rules import Form, Ground, Recipient
from tongket.core import dates, periods
from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, unit_name
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_words, by_year, this_year
from tongket.pages.forms import UnitField, correction_form, unit_form
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
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


CRUMBS = [(gettext_lazy("Commendation"), "commendation:list")]
ROWS = Rows(
    query=lambda: Award.objects.select_related("unit__place", "member__person", "giver_unit__place", "topic"),
    crumbs=CRUMBS,
    name=lambda award: award.title,
)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Commendation"), reverse("commendation:list"))]


# --- Awards ---------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("award.read")
def award_list(request: Request) -> HttpResponse:
    rows = access.scope(Award.objects.all(), request.person, "award.read", on=request.today)
    _unit, year = context.here(request, request.person)
    buttons = [Button(_("Who is eligible"), link(reverse("commendation:eligible"), year=year))]
    if access.holds(request.person, "movement.read", on=request.today):
        buttons.append(Button(_("Subjects"), reverse("commendation:topics")))
        buttons.append(Button(_("Movements"), reverse("commendation:movements")))
    return AWARDS.respond(
        request,
        rows.select_related("unit__place", "member__person"),
        buttons=[*buttons, *main_button(request, "award.write", _("Record an award"), "commendation:new")],
    )


@require_GET
@access.policy("award.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    award = ROWS.find(request, "award.read", pk=pk)
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
        about=About(award, "award.read"),
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


def _award_form(request: Request, _row: None) -> AwardForm:
    year = review_year(request.today)
    initial = {"from_year": year, "to_year": year, "year": year, **request.GET.dict()}
    form = AwardForm(request.POST or None, initial=initial, person=request.person, on=request.today)
    form.put_first(unit=UnitField(request.person, "award.write", on=request.today, also_ended=True))
    return form


@deed(
    "commendation:new",
    verb="award.write",
    form=_award_form,
    title=gettext_lazy("Record an award"),
    label=gettext_lazy("Record"),
    note=gettext_lazy(
        "A title of the year needs the level excellent in that year; an award for five years needs it in all five. "
        "Both are checked against the recorded levels."
    ),
    crumbs=CRUMBS,
    done=gettext_lazy("The award was recorded."),
)
def new(data: Data, who: Who) -> Award:
    return actions.award(**data, **who)


# --- Who is eligible ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Chosen:
    """What the page of who is eligible is about."""

    year: int
    recipient: str
    unit: Unit | None


@require_GET
@access.policy("award.read")
def eligible(request: Request) -> HttpResponse:
    """Who was EXCELLENT in a year, with the run of years that ends then, and what has been given already."""
    chosen = _chosen(request)
    candidates = queries.eligible(chosen.year, chosen.recipient, request.person, on=request.today, under=chosen.unit)
    candidates.sort(key=lambda candidate: -len(candidate.run))
    may_write = access.holds(request.person, "award.write", on=request.today)
    other = Recipient.MEMBER if chosen.recipient == Recipient.ORGANISATION else Recipient.ORGANISATION
    here: dict[str, str | int] = {"year": chosen.year, "unit": chosen.unit.code if chosen.unit else ""}
    turns = [
        Button(str(year), link(request.path, **{**here, "year": year}, recipient=chosen.recipient))
        for year in (chosen.year - 1, chosen.year + 1)
        if year <= request.today.year
    ]
    return Record(
        title=_("Eligible in the review of %(year)s") % {"year": chosen.year},
        subtitle=chosen.unit.place.name if chosen.unit else "",
        crumbs=_crumbs(),
        chips=[(Recipient(chosen.recipient).label, "info")],
        buttons=[*turns, Button(_OTHERS[other], link(request.path, **here, recipient=other))],
        sections=[
            Section(
                _("Five years in a row"),
                table=_candidates([candidate for candidate in candidates if candidate.is_for_streak], may_write),
                note=_("Rated excellent in five years without a gap; after such an award counting starts anew."),
            ),
            Section(
                _("Excellent in %(year)s") % {"year": chosen.year},
                table=_candidates([candidate for candidate in candidates if not candidate.is_for_streak], may_write),
                note=_("The title of the year is a decision of its own among these."),
            ),
        ],
    ).respond(request)


_OTHERS = {Recipient.MEMBER: gettext_lazy("Members"), Recipient.ORGANISATION: gettext_lazy("Organisations")}


def _chosen(request: Request) -> _Chosen:
    year = request.GET.get("year", "")
    recipient = request.GET.get("recipient", "")
    return _Chosen(
        year=periods.year_of(year) or context.here(request, request.person)[1],
        recipient=recipient if recipient in Recipient.values else Recipient.ORGANISATION,
        unit=chosen_unit(request.person, request.GET.get("unit", ""), on=request.today),
    )


def _candidates(candidates: Sequence[queries.Candidate], may_write: bool) -> SmallTable:
    return SmallTable(
        heads=[
            (_("Whom it is about"), "start"),
            (_("Unit"), "start"),
            (_("Run of years"), "start"),
            (_("Award"), "start"),
        ],
        rows=[
            [
                Cell(candidate.rating.rated_name, candidate.rating.get_absolute_url()),
                unit_name(candidate.rating),
                _run(candidate),
                _given(candidate, may_write),
            ]
            for candidate in candidates
        ],
        empty_text=_("Nobody, by the levels recorded so far."),
    )


def _run(candidate: queries.Candidate) -> str:
    first, last = candidate.run[0], candidate.run[-1]
    years = str(last) if first == last else f"{first}-{last}"
    return _("%(years)s (%(count)s)") % {"years": years, "count": len(candidate.run)}


def _given(candidate: queries.Candidate, may_write: bool) -> Cell:
    if candidate.has_streak_award or (candidate.has_title and not candidate.is_for_streak):
        return Cell(_("given"), state="ok")
    if not may_write:
        return Cell("")
    year = candidate.rating.year
    fields: dict[str, Any] = {"unit": candidate.rating.unit.code, "year": year, "to_year": year, "from_year": year}
    fields["ground"] = Ground.YEAR_TITLE
    if candidate.is_for_streak:
        fields |= {"ground": Ground.STREAK, "from_year": year - rules.RUN + 1}
    if candidate.rating.member is not None:
        fields["card_number"] = candidate.rating.member.card_number
    return Cell(_("Record an award"), link(reverse("commendation:new"), **fields))


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


@deed(
    "commendation:topic_new",
    verb="movement.write",
    form=unit_form(TopicForm, "movement.write", lambda request: {"year": request.today.year}),
    title=gettext_lazy("Open a subject of commendation"),
    label=gettext_lazy("Open the subject"),
    crumbs=[*CRUMBS, (gettext_lazy("Subjects of commendation"), "commendation:topics")],
    done=gettext_lazy("The subject was opened."),
    to=lambda _topic: reverse("commendation:topics"),
)
def topic_new(data: Data, who: Who) -> ThematicTopic:
    return actions.open_topic(**data, **who)


MOVEMENT_CRUMBS = [*CRUMBS, (gettext_lazy("Emulation movements"), "commendation:movements")]
MOVEMENT_ROWS: Rows[Movement] = Rows(
    query=lambda: Movement.objects.select_related("unit__place"),
    crumbs=MOVEMENT_CRUMBS,
    name=lambda movement: movement.unit.place.name,
    subtitle=lambda movement: str(movement.year),
    url=None,
)


@deed(
    "commendation:movement_new",
    verb="movement.write",
    form=unit_form(
        MovementForm, "movement.write", lambda request: {"year": request.today.year, "models_recognised": 0}
    ),
    title=gettext_lazy("Record an emulation movement"),
    label=gettext_lazy("Record"),
    crumbs=MOVEMENT_CRUMBS,
    done=gettext_lazy("The movement was recorded."),
    to=lambda _movement: reverse("commendation:movements"),
)
def movement_new(data: Data, who: Who) -> Movement:
    return actions.record_movement(**data, **who)


@deed(
    "commendation:movement",
    verb="movement.write",
    row=MOVEMENT_ROWS,
    form=correction_form(ModelsForm, ["models_registered", "models_recognised"]),
    title=lambda movement: movement.name,
    label=gettext_lazy("Save"),
    done=gettext_lazy("The movement was changed."),
    to=lambda _movement: reverse("commendation:movements"),
)
def movement(row: Movement, data: Data, who: Who) -> Movement:
    return actions.count_models(row, **data, **who)
