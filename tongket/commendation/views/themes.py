"""Models of emulation with where they spread, themes of a year and a term with what units registered and did."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.commendation import actions
from tongket.commendation.forms import (
    MODEL_FIELDS,
    THEME_FIELDS,
    WORK_FIELDS,
    ModelForm,
    SpreadCorrectionForm,
    SpreadForm,
    ThemeForm,
    WorkCorrectionForm,
    WorkForm,
)
from tongket.commendation.models import Award, EmulationModel, Spread, Theme, ThemeWork
from tongket.commendation.views.awards import CRUMBS
from tongket.core import dates
from tongket.org import access
from tongket.pages import corrections, history
from tongket.pages.buttons import main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_words, by_year
from tongket.pages.forms import OfficeForm, correction_form, posted, unit_form
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About

MODEL_CRUMBS = [*CRUMBS, (gettext_lazy("Models"), "commendation:models")]
THEME_CRUMBS = [*CRUMBS, (gettext_lazy("Themes"), "commendation:themes")]
PLACED = "unit__place__parent__place"
MODEL_ROWS: Rows[EmulationModel] = Rows(
    query=lambda: EmulationModel.objects.select_related(PLACED, "movement"), crumbs=MODEL_CRUMBS,
)  # fmt: skip
SPREAD_ROWS: Rows[Spread] = Rows(
    query=lambda: Spread.objects.select_related("unit__place", "model"),
    crumbs=lambda row: [
        *((label, reverse(name)) for label, name in MODEL_CRUMBS), (row.model.name, row.model.get_absolute_url()),
    ],
    name=lambda row: row.unit.place.name,
    url=None,
)  # fmt: skip
THEME_ROWS: Rows[Theme] = Rows(query=lambda: Theme.objects.select_related(PLACED), crumbs=THEME_CRUMBS)
WORK_ROWS: Rows[ThemeWork] = Rows(
    query=lambda: ThemeWork.objects.select_related("unit__place", "theme"),
    crumbs=lambda row: [
        *((label, reverse(name)) for label, name in THEME_CRUMBS), (row.theme.name, row.theme.get_absolute_url()),
    ],
    name=lambda row: row.unit.place.name,
    subtitle=lambda row: str(row.year),
    url=None,
)  # fmt: skip
MODELS: Listing[EmulationModel] = Listing(
    title=gettext_lazy("Models"),
    verb="movement.read",
    columns=[
        text("name", gettext_lazy("Model"), phone="title"),
        unit(),
        text("author", gettext_lazy("Author"), phone="sub"),
        day("registered_on", gettext_lazy("Registered on")),
        day("recognised_on", gettext_lazy("Recognised on"), phone="figure"),
    ],
    filters=[by_year("registered_on"), by_unit(starts_here=False), by_words("name", gettext_lazy("Name of the model"))],
    order=("-registered_on", "name", "pk"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No model has been registered yet."),
)
THEMES: Listing[Theme] = Listing(
    title=gettext_lazy("Themes"),
    verb="movement.read",
    columns=[
        text("name", gettext_lazy("Chosen theme"), phone="title"),
        unit(),
        choice("span", gettext_lazy("Type"), phone="state"),
        Column("period", gettext_lazy("For the years"), lambda row: row.period, order=("from_year",), phone="figure"),
    ],
    filters=[by_choice("span", gettext_lazy("Type"), Theme.Span.choices), by_unit(starts_here=False)],
    order=("-from_year", "unit__place__pos", "pk"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No theme has been set yet."),
)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Commendation"), reverse("commendation:list"))]


def _scoped(request: Request, rows: Any) -> Any:
    return access.scope(rows, request.person, "movement.read", on=request.today)


# --- Models -----------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("movement.read")
def models(request: Request) -> HttpResponse:
    rows = access.scope(EmulationModel.objects.all(), request.person, "movement.read", on=request.today)
    buttons = main_button(request, "movement.write", _("Register a model"), "commendation:model_new")
    return MODELS.respond(request, rows.select_related(PLACED), buttons=buttons, crumbs=_crumbs())


@require_GET
@access.policy("movement.read")
def model(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = MODEL_ROWS.find(request, "movement.read", pk=pk)
    may_write = access.may(request.person, "movement.write", row, on=request.today)
    followers = list(_scoped(request, row.spreads.all()).select_related(PLACED).order_by("from_on", "pk"))
    awards = access.scope(Award.objects.filter(model=row), request.person, "award.read", on=request.today)
    facts = [
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Author"), row.author),
        Fact(_("What it is about"), row.content),
        Fact(_("Movement"), row.movement.name if row.movement is not None else ""),
        Fact(_("Registered on"), dates.dmy(row.registered_on)),
        Fact(_("Recognised on"), ", ".join(part for part in (dates.dmy_or_empty(row.recognised_on), row.decision_number)
                                           if part)),
    ]  # fmt: skip
    heads: list[tuple[Any, str]] = [(_("Unit"), "start"), (_("Since"), "start"), (_("Result"), "start")]
    lines: list[list[Cell | str]] = [
        [unit_name(follower), dates.dmy(follower.from_on), follower.result,
         *(corrections.links(follower, spread_correct, spread_withdraw) if may_write else [])]
        for follower in followers
    ]  # fmt: skip
    given: list[list[Cell | str]] = [
        [Cell(award.title, award.get_absolute_url()), award.giver,
         f"{award.decision_number}, {dates.dmy(award.decided_on)}"]
        for award in awards.order_by("decided_on")
    ]  # fmt: skip
    award_heads = [(_("Award title"), "start"), (_("Given by"), "start"), (_("Decision"), "start")]
    buttons = []
    if may_write:
        buttons = [
            model_withdraw.button(row, _("Withdraw")),
            model_correct.button(row, _("Correct")),
            spread.button(row, _("A unit follows it"), is_primary=True),
        ]
    state = (_("recognised"), "ok") if row.recognised_on else (_("registered"), "info")
    return Record(
        title=row.name,
        subtitle=unit_name(row),
        crumbs=MODEL_ROWS.above(row),
        about=About(row, "movement.read"),
        chips=[state],
        buttons=buttons,
        sections=[
            Section(_("In brief"), facts=facts),
            Section(_("Units that follow it"), table=SmallTable(
                [*heads, *(corrections.LINK_HEADS if may_write else [])], lines, _("No other unit follows it yet."))),
            *([Section(_("Awards"), table=SmallTable(award_heads, given))] if given else []),
            *history.section(row, "movement.read"),
        ],
    ).respond(request)  # fmt: skip


def _model_form(request: Request, _row: None) -> OfficeForm:
    form = unit_form(ModelForm, "movement.write", lambda request: {"registered_on": request.today})(request, None)
    assert isinstance(form, ModelForm)
    return form.offer(request.person, request.today)


def _model_correction(request: Request, row: EmulationModel) -> OfficeForm:
    form = correction_form(ModelForm, MODEL_FIELDS)(request, row)
    assert isinstance(form, ModelForm)
    return form.offer(request.person, request.today)


@deed(
    "commendation:model_new",
    verb="movement.write",
    form=_model_form,
    title=gettext_lazy("Register a model"),
    label=gettext_lazy("Register it"),
    crumbs=MODEL_CRUMBS,
    done=gettext_lazy("The model was registered."),
)
def model_new(data: Data, who: Who) -> EmulationModel:
    return actions.register_model(**data, **who)


@correction(
    "commendation:model_correct",
    verb="movement.write",
    row=MODEL_ROWS,
    form=_model_correction,
    title=gettext_lazy("Correct the model"),
    note=gettext_lazy("Here one also records that it was recognised."),
)
def model_correct(row: EmulationModel, data: Data, who: Who) -> EmulationModel:
    return actions.correct_model(row, **data, **who)


@withdrawal(
    "commendation:model_withdraw",
    verb="movement.write",
    row=MODEL_ROWS,
    title=gettext_lazy("Withdraw the model"),
    to=lambda _row: reverse("commendation:models"),
)
def model_withdraw(row: EmulationModel, data: Data, who: Who) -> None:
    actions.withdraw(row, **data, **who)


@deed(
    "commendation:spread",
    verb="movement.write",
    row=MODEL_ROWS,
    form=lambda request, _row: SpreadForm(posted(request)[0], person=request.person, on=request.today),
    title=gettext_lazy("A unit follows the model"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("It was recorded."),
    to=lambda row: row.model.get_absolute_url(),
)
def spread(row: EmulationModel, data: Data, who: Who) -> Spread:
    return actions.spread(row, **data, **who)


@correction(
    "commendation:spread_correct",
    verb="movement.write",
    row=SPREAD_ROWS,
    form=SpreadCorrectionForm,
    fields=["from_on", "result"],
    title=gettext_lazy("Correct since when a unit follows it"),
    to=lambda row: row.model.get_absolute_url(),
)
def spread_correct(row: Spread, data: Data, who: Who) -> Spread:
    return actions.correct_spread(row, **data, **who)


@withdrawal(
    "commendation:spread_withdraw",
    verb="movement.write",
    row=SPREAD_ROWS,
    title=gettext_lazy("The unit does not follow it"),
    to=lambda row: row.get_absolute_url(),
)
def spread_withdraw(row: Spread, data: Data, who: Who) -> EmulationModel:
    actions.withdraw(row, **data, **who)
    return row.model


# --- Themes -----------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("movement.read")
def themes(request: Request) -> HttpResponse:
    rows = access.scope(Theme.objects.all(), request.person, "movement.read", on=request.today)
    buttons = main_button(request, "movement.write", _("Set a theme"), "commendation:theme_new")
    return THEMES.respond(request, rows.select_related(PLACED), buttons=buttons, crumbs=_crumbs())


@require_GET
@access.policy("movement.read")
def theme(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = THEME_ROWS.find(request, "movement.read", pk=pk)
    may_write = access.may(request.person, "movement.write", row, on=request.today)
    works = list(_scoped(request, row.works.all()).select_related(PLACED).order_by("-year", "unit__place__pos"))
    heads: list[tuple[Any, str]] = [
        (_("Unit"), "start"), (_("Year"), "start"), (_("Registered"), "start"), (_("Done"), "start"),
    ]  # fmt: skip
    lines: list[list[Cell | str]] = [
        [unit_name(each), str(each.year), f"{each.registered} ({dates.dmy(each.registered_on)})",
         f"{each.done} ({dates.dmy(each.done_on)})" if each.done_on else Cell(_("not yet"), state="mut"),
         *(corrections.links(each, work_correct, work_withdraw) if may_write else [])]
        for each in works
    ]  # fmt: skip
    facts = [
        Fact(_("Unit"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Type"), row.get_span_display()),
        Fact(_("For the years"), row.period),
        Fact(_("Document"), row.document),
    ]
    buttons = []
    if may_write:
        buttons = [
            theme_withdraw.button(row, _("Withdraw")),
            theme_correct.button(row, _("Correct")),
            work.button(row, _("What a unit registered"), is_primary=True),
        ]
    return Record(
        title=row.name,
        subtitle=unit_name(row),
        crumbs=THEME_ROWS.above(row),
        about=About(row, "movement.read"),
        buttons=buttons,
        sections=[
            Section(_("In brief"), facts=facts),
            Section(_("What units registered and did"), table=SmallTable(
                [*heads, *(corrections.LINK_HEADS if may_write else [])], lines, _("No unit has registered yet."))),
            *history.section(row, "movement.read"),
        ],
    ).respond(request)  # fmt: skip


@deed(
    "commendation:theme_new",
    verb="movement.write",
    form=unit_form(
        ThemeForm, "movement.write", lambda request: {"from_year": request.today.year, "to_year": request.today.year}
    ),
    title=gettext_lazy("Set a theme"),
    label=gettext_lazy("Save"),
    crumbs=THEME_CRUMBS,
    done=gettext_lazy("The theme was set."),
)
def theme_new(data: Data, who: Who) -> Theme:
    return actions.set_theme(**data, **who)


@correction(
    "commendation:theme_correct",
    verb="movement.write",
    row=THEME_ROWS,
    form=ThemeForm,
    fields=THEME_FIELDS,
    title=gettext_lazy("Correct the theme"),
)
def theme_correct(row: Theme, data: Data, who: Who) -> Theme:
    return actions.correct_theme(row, **data, **who)


@withdrawal(
    "commendation:theme_withdraw",
    verb="movement.write",
    row=THEME_ROWS,
    title=gettext_lazy("Withdraw the theme"),
    to=lambda _row: reverse("commendation:themes"),
)
def theme_withdraw(row: Theme, data: Data, who: Who) -> None:
    actions.withdraw(row, **data, **who)


def _work_form(request: Request, row: Theme) -> OfficeForm:
    initial = {"year": min(max(request.today.year, row.from_year), row.to_year), "registered_on": request.today}
    return WorkForm(posted(request)[0], initial=initial, person=request.person, on=request.today)


@deed(
    "commendation:work",
    verb="movement.write",
    row=THEME_ROWS,
    form=_work_form,
    title=gettext_lazy("What a unit registered"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("It was recorded."),
    to=lambda row: row.theme.get_absolute_url(),
)
def work(row: Theme, data: Data, who: Who) -> ThemeWork:
    return actions.register_work(row, **data, **who)


@correction(
    "commendation:work_correct",
    verb="movement.write",
    row=WORK_ROWS,
    form=WorkCorrectionForm,
    fields=WORK_FIELDS,
    title=gettext_lazy("What a unit registered and did"),
    to=lambda row: row.theme.get_absolute_url(),
)
def work_correct(row: ThemeWork, data: Data, who: Who) -> ThemeWork:
    return actions.correct_work(row, **data, **who)


@withdrawal(
    "commendation:work_withdraw",
    verb="movement.write",
    row=WORK_ROWS,
    title=gettext_lazy("Withdraw what a unit registered"),
    to=lambda row: row.get_absolute_url(),
)
def work_withdraw(row: ThemeWork, data: Data, who: Who) -> Theme:
    actions.withdraw(row, **data, **who)
    return row.theme
