"""Awards: the list, one award, recording one that was decided elsewhere."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import actions
from tongket.commendation.forms import AWARD_FIELDS, AwardCorrectionForm, AwardForm
from tongket.commendation.models import Award
from tongket.commendation.queries import eligibility, giving
from tongket.commendation.rules import Form, Ground, Recipient
from tongket.core import dates, numbers
from tongket.figures.declare import PRESENTATIONS
from tongket.org import access
from tongket.pages import context, history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, text
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_choice, by_unit, by_words, by_year, this_year
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.rating.rules import review_year

LONGEST_NUMBER = 60
AWARDS: Listing[Award] = Listing(
    title=gettext_lazy("Commendation"),
    verb="award.read",
    columns=[*PRESENTATIONS[Award].columns, text("register_number", gettext_lazy("Number in the register"))],
    filters=[
        by_year("year", default=this_year),
        by_choice("recipient", gettext_lazy("Recipient"), Recipient.choices),
        by_choice("ground", gettext_lazy("Given for"), Ground.choices),
        by_choice("form", gettext_lazy("Form of award"), Form.choices),
        by_unit(),
        Filter(
            "decision",
            gettext_lazy("Decision"),
            lambda rows, value: rows.filter(decision_number__icontains=value.strip()[:LONGEST_NUMBER]),
        ),
        by_words("member__name_fold", gettext_lazy("Name of the member")),
    ],
    order=("-year", "unit__place__pos", "decided_on"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No award has been recorded yet."),
)


CRUMBS = [(gettext_lazy("Commendation"), "commendation:list")]
ROWS = Rows(
    query=lambda: Award.objects.select_related(
        "unit__place", "member__person", "model", "giver_unit__place", "topic", "nominee__case", "meeting"
    ),
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
    buttons = [
        Button(_("Cases"), reverse("commendation:cases")),
        Button(_("Who is eligible"), link(reverse("commendation:eligible"), year=year)),
    ]
    if access.holds(request.person, "movement.read", on=request.today):
        buttons.append(Button(_("Subjects"), reverse("commendation:topics")))
        buttons.append(Button(_("Movements"), reverse("commendation:movements")))
    return AWARDS.respond(
        request,
        rows.select_related("unit__place", "member__person", "model"),
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
    facts += _way(award)
    buttons = []
    if access.may(request.person, "award.write", award, on=request.today):
        buttons = [withdraw.button(award, _("Withdraw")), correct.button(award, _("Correct"), is_primary=True)]
    return Record(
        title=award.title,
        subtitle=award.recipient_name,
        about=About(award, "award.read"),
        crumbs=_crumbs(),
        chips=[(award.get_form_display(), "ok")],
        buttons=buttons,
        sections=[
            Section(_("In brief"), facts=facts),
            _levels(request, award),
            *history.section(award, "award.read", words=giving.meeting_in_words),
        ],
    ).respond(request)


def _way(award: Award) -> list[Fact]:
    """What the case that it came of, and the handing over, say of an award."""
    facts = []
    if award.amount:
        facts.append(Fact(_("Money (dong)"), numbers.number(award.amount)))
    if award.register_number:
        facts.append(Fact(_("Number in the register"), award.register_number))
    if award.meeting is not None:
        facts.append(Fact(_("Handed over at"), award.meeting.title, award.meeting.get_absolute_url()))
    elif award.handed_over_on is not None:
        facts.append(Fact(_("Handed over on"), dates.dmy(award.handed_over_on)))
    if award.nominee is not None:
        facts.append(Fact(_("Case"), award.nominee.case.title, award.nominee.case.get_absolute_url()))
    return facts


def _levels(request: Request, award: Award) -> Section:
    """The levels of the years that the award is for, for whoever may read them."""
    readable = access.scope(eligibility.ratings_behind(award), request.person, "rating.read", on=request.today)
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
    return AwardForm(request.POST or None, initial=initial, person=request.person, on=request.today)


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


@correction(
    "commendation:correct",
    verb="award.write",
    row=ROWS,
    form=AwardCorrectionForm,
    fields=AWARD_FIELDS,
    is_counted=True,
    title=gettext_lazy("Correct this award"),
    note=gettext_lazy("An award for somebody else is withdrawn and recorded anew."),
)
def correct(award: Award, data: Data, who: Who) -> Award:
    return actions.correct_award(award, **data, **who)


@withdrawal(
    "commendation:withdraw",
    verb="award.write",
    row=ROWS,
    title=gettext_lazy("Withdraw the award"),
    to=lambda _award: reverse("commendation:list"),
)
def withdraw(award: Award, data: Data, who: Who) -> None:
    actions.withdraw_award(award, **data, **who)
