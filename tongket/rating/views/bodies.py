"""Mass organisations and agencies, each with a page: numbers of members, levels and titles by year."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages import history
from tongket.pages.columns import Cell, Column, choice, text, unit
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_words
from tongket.pages.forms import OfficeForm, correction_form
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.rating import actions, rules
from tongket.rating.figures import CHIPS
from tongket.rating.forms.recorded import (
    BodyForm,
    LevelForm,
    LevelOfBodyForm,
    MembersForm,
    TitleOfBodyForm,
    TitleResultForm,
)
from tongket.rating.models import AgencyTitle, BodyKind, BodyMembers, MassOrganisationLevel, RecordedBody
from tongket.rating.rules import Level

READ, WRITE = "recorded.read", "recorded.write"
CRUMBS = [(gettext_lazy("Mass organisations and agencies"), "rating:bodies")]
BODIES: Rows[RecordedBody] = Rows(
    query=lambda: RecordedBody.objects.select_related("unit__place"), crumbs=CRUMBS, name=lambda body: body.name
)
BODY_LIST: Listing[RecordedBody] = Listing(
    title=gettext_lazy("Mass organisations and agencies"),
    verb=READ,
    columns=[
        text("name", gettext_lazy("Name"), phone="title"),
        choice("kind", gettext_lazy("Type"), phone="sub"),
        unit(),
        Column("ended", gettext_lazy("Ended on"), lambda row: _ended(row), phone="none"),
    ],
    filters=[
        by_choice("kind", gettext_lazy("Type"), BodyKind.choices),
        by_unit(),
        by_words("name", gettext_lazy("Name")),
    ],
    order=("unit__place__pos", "kind", "name"),
    url_of=lambda row: row.get_absolute_url(),
    note=gettext_lazy("Each is named once, with the first level or title that is recorded of it."),
    empty_text=gettext_lazy("No mass organisation and no agency has been recorded yet."),
)


def _ended(row: RecordedBody) -> str:
    return dates.dmy(row.ended_on) if row.ended_on else ""


@require_GET
@access.policy(READ)
def bodies(request: Request) -> HttpResponse:
    rows = access.scope(RecordedBody.objects.all(), request.person, READ, on=request.today)
    return BODY_LIST.respond(
        request,
        rows.select_related("unit__place"),
        crumbs=[(_("Review and rating"), reverse("rating:list"))],
    )


@require_GET
@access.policy(READ)
def body(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One body: its members, levels and titles by year, each put right from here."""
    row = BODIES.find(request, READ, pk=pk)
    may_write = access.may(request.person, WRITE, row, on=request.today)
    is_agency = row.kind == BodyKind.AGENCY
    parts = [_titles(row, may_write)] if is_agency else [_levels(row, may_write), _members(row, may_write)]
    facts = [
        Fact(_("Type"), str(row.get_kind_display()).capitalize()),
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Ended on"), dates.dmy(row.ended_on) if row.ended_on else ""),
    ]
    return Record(
        title=row.name,
        subtitle=row.unit.place.name,
        crumbs=BODIES.above(row),
        about=About(row, READ),
        chips=[(_("ended"), "mut")] if row.ended_on else [],
        buttons=[withdraw_body.button(row), correct_body.button(row)] if may_write else [],
        sections=[Section(_("In brief"), facts=facts), *parts, *history.section(row, READ)],
    ).respond(request)


def _levels(row: RecordedBody, may_write: bool) -> Section:
    heads = [
        (_("Year"), "start"),
        (_("Level in its own words"), "start"),
        (_("Level"), "start"),
        (_("Document"), "start"),
    ]
    lines: list[list[Cell | str]] = [
        [
            str(level.year),
            level.level_text,
            Cell(str(level.get_level_display()).capitalize(), state=CHIPS[Level(level.level)])
            if level.level
            else Cell(_("not rated for this year"), state="mut"),
            level.document,
            *(links(level, correct_level, withdraw_level) if may_write else []),
        ]
        for level in row.levels.order_by("-year")
    ]
    table = SmallTable([*heads, *(LINK_HEADS if may_write else [])], lines, _("No level has been recorded."))
    return Section(_("Levels by year"), table=table, buttons=[new_level.button(row)] if may_write else [])


def _members(row: RecordedBody, may_write: bool) -> Section:
    lines: list[list[Cell | str]] = [
        [
            str(counted.year),
            numbers.number(counted.members),
            *(links(counted, correct_members, withdraw_members) if may_write else []),
        ]
        for counted in row.members.order_by("-year")
    ]
    heads = [(_("Year"), "start"), (_("Members"), "end"), *(LINK_HEADS if may_write else [])]
    table = SmallTable(heads, lines, _("No number has been recorded."))
    return Section(_("Members by year"), table=table, buttons=[count_members.button(row)] if may_write else [])


def _titles(row: RecordedBody, may_write: bool) -> Section:
    heads = [(_("Year"), "start"), (_("Title of an agency"), "start"), (_("Result"), "start"), (_("Document"), "start")]
    lines: list[list[Cell | str]] = [
        [
            str(title.year),
            str(title.get_kind_display()).capitalize(),
            _title_result(title),
            title.document,
            *(links(title, correct_title, withdraw_title) if may_write else []),
        ]
        for title in row.titles.order_by("-year", "kind")
    ]
    table = SmallTable([*heads, *(LINK_HEADS if may_write else [])], lines, _("No title has been recorded."))
    return Section(_("Titles by year"), table=table, buttons=[new_title.button(row)] if may_write else [])


def _title_result(title: AgencyTitle) -> Cell:
    if not title.is_applicable:
        return Cell(_("cannot apply for it"), state="mut")
    return Cell(_("recognised"), state="ok") if title.is_recognised else Cell(_("not recognised"), state="warn")


def _this_review(request: Request, _row: Any) -> Data:
    return {"year": rules.review_year(request.today)}


@deed(
    "rating:new_level",
    verb=WRITE,
    row=BODIES,
    form=LevelOfBodyForm,
    initial=_this_review,
    title=gettext_lazy("Record a level"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The level was recorded."),
    to=lambda level: level.body.get_absolute_url(),
)
def new_level(row: RecordedBody, data: Data, who: Who) -> MassOrganisationLevel:
    new = actions.NewMassLevel(unit=row.unit, kind=row.kind, name=row.name, **data)
    return actions.record_mass([new], **who)[0]


@deed(
    "rating:new_title_of_body",
    verb=WRITE,
    row=BODIES,
    form=TitleOfBodyForm,
    initial=_this_review,
    title=gettext_lazy("Record a title"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The title was recorded."),
    to=lambda title: title.body.get_absolute_url(),
)
def new_title(row: RecordedBody, data: Data, who: Who) -> AgencyTitle:
    if row.kind != BodyKind.AGENCY:
        raise ValidationError(_("Titles are recorded of agencies."))
    return actions.record_titles([actions.NewTitle(unit=row.unit, name=row.name, **data)], **who)[0]


@deed(
    "rating:count_members",
    verb=WRITE,
    row=BODIES,
    form=MembersForm,
    initial=_this_review,
    title=gettext_lazy("Record the number of members"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The number was recorded."),
    to=lambda counted: counted.body.get_absolute_url(),
)
def count_members(row: RecordedBody, data: Data, who: Who) -> BodyMembers:
    return actions.count_members(row, **data, **who)


# --- Put right --------------------------------------------------------------------------------------------------------


def _of_body(model: Any) -> Rows[Any]:
    return Rows(
        query=lambda: model.objects.select_related("body", "unit__place"),
        crumbs=CRUMBS,
        name=lambda row: row.body.name,
        subtitle=lambda row: str(row.year),
        url=lambda row: row.body.get_absolute_url(),
    )


LEVELS, TITLES, MEMBERS = _of_body(MassOrganisationLevel), _of_body(AgencyTitle), _of_body(BodyMembers)


def _with_applicable(form: type[OfficeForm], names: tuple[str, ...]) -> Any:
    make = correction_form(form, names)

    def made(request: Request, row: Any) -> OfficeForm:
        filled = make(request, row)
        filled.initial["not_applicable"] = not row.is_applicable
        return filled

    return made


@correction(
    "rating:correct_body",
    verb=WRITE,
    row=BODIES,
    form=BodyForm,
    fields=("name", "ended_on"),
    title=gettext_lazy("Correct the name or the end"),
)
def correct_body(row: RecordedBody, data: Data, who: Who) -> RecordedBody:
    return actions.correct_body(row, **data, **who)


@withdrawal(
    "rating:withdraw_body",
    verb=WRITE,
    row=BODIES,
    title=gettext_lazy("Withdraw the name"),
    to=lambda _none: reverse("rating:bodies"),
)
def withdraw_body(row: RecordedBody, data: Data, who: Who) -> None:
    actions.withdraw_body(row, **data, **who)


@correction(
    "rating:correct_level",
    verb=WRITE,
    row=LEVELS,
    form=_with_applicable(LevelForm, ("level_text", "level", "document")),
    is_counted=True,
    title=gettext_lazy("Correct the level"),
    to=lambda row: row.body.get_absolute_url(),
)
def correct_level(row: MassOrganisationLevel, data: Data, who: Who) -> MassOrganisationLevel:
    return actions.correct_level(row, **data, **who)


@withdrawal(
    "rating:withdraw_level",
    verb=WRITE,
    row=LEVELS,
    title=gettext_lazy("Withdraw the level"),
    to=lambda body: body.get_absolute_url(),
)
def withdraw_level(row: MassOrganisationLevel, data: Data, who: Who) -> RecordedBody:
    return actions.withdraw_level(row, **data, **who)


@correction(
    "rating:correct_title",
    verb=WRITE,
    row=TITLES,
    form=_with_applicable(TitleResultForm, ("is_recognised", "document")),
    is_counted=True,
    title=gettext_lazy("Correct the title"),
    to=lambda row: row.body.get_absolute_url(),
)
def correct_title(row: AgencyTitle, data: Data, who: Who) -> AgencyTitle:
    return actions.correct_title(row, **data, **who)


@withdrawal(
    "rating:withdraw_title",
    verb=WRITE,
    row=TITLES,
    title=gettext_lazy("Withdraw the title"),
    to=lambda body: body.get_absolute_url(),
)
def withdraw_title(row: AgencyTitle, data: Data, who: Who) -> RecordedBody:
    return actions.withdraw_title(row, **data, **who)


@correction(
    "rating:correct_members",
    verb=WRITE,
    row=MEMBERS,
    form=MembersForm,
    fields=("year", "members"),
    title=gettext_lazy("Correct the number of members"),
    to=lambda row: row.body.get_absolute_url(),
)
def correct_members(row: BodyMembers, data: Data, who: Who) -> BodyMembers:
    return actions.correct_members(row, **data, **who)


@withdrawal(
    "rating:withdraw_members",
    verb=WRITE,
    row=MEMBERS,
    title=gettext_lazy("Withdraw the number of members"),
    to=lambda body: body.get_absolute_url(),
)
def withdraw_members(row: BodyMembers, data: Data, who: Who) -> RecordedBody:
    return actions.withdraw_members(row, **data, **who)
