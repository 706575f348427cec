"""Which texts hold, and what the rules take from them."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.org import access
from tongket.pages.columns import Cell, Column, choice, day, text
from tongket.pages.filters import Filter, by_choice
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.regulations.models import LocalValue, Mark, Regulation, Topic

NOW, PAST, TO_COME = "now", "past", "to_come"
KEYS = {
    "probation_months": gettext_lazy("months of probation"),
    "committee_from_members": gettext_lazy("members from which a grassroots organisation is a committee"),
    "cell_min_official": gettext_lazy("official members that a cell needs"),
    "cell_committee_from_official": gettext_lazy("official members from which a cell elects a committee"),
    "standing_committee_from": gettext_lazy("committee members from which a standing committee is elected"),
    "term_months": gettext_lazy("months of a term, grassroots and higher"),
    "cell_term_months": gettext_lazy("months of a term, cells under a committee"),
    "min_age": gettext_lazy("youngest age for admission"),
    "max_age": gettext_lazy("age from which admission needs consent"),
    "min_education": gettext_lazy("least education"),
    "over_age_consent": gettext_lazy("who consents to a higher age"),
    "ceremony_working_days": gettext_lazy("working days for the ceremony"),
    "ceremony_counted_from": gettext_lazy("ceremony counted from"),
    "recognition_working_days": gettext_lazy("working days to consider official status"),
    "transfer_start_working_days": gettext_lazy("working days to begin a transfer"),
    "transfer_present_working_days": gettext_lazy("working days to present the papers of a transfer"),
    "notice_working_days": gettext_lazy("working days to report deaths and leavers"),
    "levels": gettext_lazy("levels"),
    "cap_percent": gettext_lazy("most that may be rated excellent, in percent"),
    "cap_percent_outstanding": gettext_lazy("the same for an outstanding unit, in percent"),
    "base_mode": gettext_lazy("what the percent is taken of"),
    "min_one": gettext_lazy("at least one in a small group"),
    "min_months": gettext_lazy("months of membership from which one is rated"),
    "points": gettext_lazy("points from which each level begins"),
    "streak_years": gettext_lazy("years of a run"),
    "member_year": gettext_lazy("member, year (times base salary)"),
    "member_five_years_certificate": gettext_lazy("member, five years, certificate (times base salary)"),
    "member_five_years_diploma": gettext_lazy("member, five years, diploma (times base salary)"),
    "cell_year": gettext_lazy("cell, year (times base salary)"),
    "cell_five_years_certificate": gettext_lazy("cell, five years, certificate (times base salary)"),
    "cell_five_years_diploma": gettext_lazy("cell, five years, diploma (times base salary)"),
    "organisation_year": gettext_lazy("organisation, year (times base salary)"),
    "organisation_five_years_diploma": gettext_lazy("organisation, five years, diploma (times base salary)"),
    "organisation_five_years_flag": gettext_lazy("organisation, five years, flag (times base salary)"),
    "shortest_minutes": gettext_lazy("shortest meeting, in minutes"),
    "shortest_minutes_thematic": gettext_lazy("shortest meeting with a theme, in minutes"),
    "attendance_percent": gettext_lazy("attendance asked for, in percent"),
    "themes_per_quarter": gettext_lazy("meetings on a theme in a quarter"),
    "meeting_day": gettext_lazy("day of the month for the meeting"),
    "last_day": gettext_lazy("last day of the month for the meeting"),
    "profile": gettext_lazy("profile of the layout"),
    "certificate_months": gettext_lazy("months for which the certificate of the course holds"),
    "introduced_months": gettext_lazy("months that an introducer has worked together with the candidate"),
    "temporary_from_months": gettext_lazy("least months of a temporary transfer"),
    "temporary_to_months": gettext_lazy("most months of a temporary transfer"),
    "readmission_months": gettext_lazy("months after leaving until readmission"),
    "warn_days": gettext_lazy("days before a deadline from which a warning is shown"),
    "late_transfer_months": gettext_lazy("months after which a transfer slip is reported as late"),
    "file_check_months": gettext_lazy("months between two comparisons of the list with the files"),
    "suspension_days": gettext_lazy("days of a suspension"),
    "suspension_extra_days": gettext_lazy("days by which a suspension is extended once"),
    "resolution": gettext_lazy("resolution of a body"),
    "admission": gettext_lazy("admission, in the cell"),
    "official_status": gettext_lazy("official status, in the cell"),
    "admission_committee": gettext_lazy("admission, in an authorised committee"),
    "admission_other_body": gettext_lazy("admission, in another body that decides"),
    "discipline": gettext_lazy("form of discipline"),
    "expulsion": gettext_lazy("expulsion, proposed by a lower body"),
    "dissolution": gettext_lazy("dissolution, proposed by a lower body"),
    "election": gettext_lazy("election, of those summoned"),
    "congress_attendance": gettext_lazy("attendance that makes a congress valid"),
    "congress_units": gettext_lazy("units represented that make a congress valid"),
    "progress": gettext_lazy("progress after a year rated not fulfilled"),
    "rating": gettext_lazy("rating in the cell"),
    "rating_excellent": gettext_lazy("rating as excellent in the cell"),
    "list_surplus_percent": gettext_lazy("candidates above the number of seats, in percent at most"),
    "years": gettext_lazy("years that a badge is given for"),
    "days": gettext_lazy("days of the year on which badges are given (month-day)"),
    "multiples": gettext_lazy("money by years (times base salary)"),
    "early_months": gettext_lazy("months of an early award"),
    "early_months_from_70": gettext_lazy("months of an early award from 70 years on"),
    "posthumous_months": gettext_lazy("months of a posthumous award"),
    "wait_months_reprimand": gettext_lazy("months to wait after a reprimand"),
    "wait_months_warning": gettext_lazy("months to wait after a warning"),
    "wait_months_removal": gettext_lazy("months to wait after a removal from office"),
    "amount": gettext_lazy("amount a month, in đồng"),
}
VALUES = {
    "EXCELLENT": gettext_lazy("excellent"),
    "GOOD": gettext_lazy("good"),
    "FULFILLED": gettext_lazy("fulfilled"),
    "NOT_FULFILLED": gettext_lazy("not fulfilled"),
    "two_thirds": gettext_lazy("two thirds or more"),
    "over_half": gettext_lazy("more than half"),
    "GOOD_ONLY": gettext_lazy("those rated good"),
    "GOOD_OR_BETTER": gettext_lazy("those rated good or excellent"),
    "received": gettext_lazy("the day the cell receives the decision"),
    "issued": gettext_lazy("the day the decision is issued"),
    "lower secondary": gettext_lazy("lower secondary"),
    "lower secondary or equivalent": gettext_lazy("lower secondary or equivalent"),
    "lower secondary programme completed": gettext_lazy("lower secondary programme completed"),
    "directly under the Centre": gettext_lazy("the committee directly under the Centre"),
    "provincial standing committee": gettext_lazy("the provincial standing committee"),
}


def _standing(row: Regulation, on: date) -> Cell:
    if row.holds(on):
        return Cell(_("in force"), state="ok")
    return Cell(_("to come"), state="info") if row.valid_from > on else Cell(_("replaced"), state="mut")


def _by_standing(request: Request) -> Filter:
    on = request.today

    def apply(rows: Any, value: str) -> Any:
        wanted = [row.pk for row in rows if _standing_key(row, on) == value]
        return rows.filter(pk__in=wanted)

    options = [(NOW, _("in force")), (PAST, _("replaced")), (TO_COME, _("to come"))]
    return Filter("state", gettext_lazy("State"), apply, options=lambda request: options)


def _standing_key(row: Regulation, on: date) -> str:
    if row.holds(on):
        return NOW
    return TO_COME if row.valid_from > on else PAST


@require_GET
@access.policy("regulation.read")
def regulation_list(request: Request) -> HttpResponse:
    rows = access.scope(Regulation.objects.all(), request.person, "regulation.read", on=request.today)
    listing: Listing[Regulation] = Listing(
        title=_("Regulations"),
        verb="regulation.read",
        note=_("For each topic one text holds on a day; figures and checks of a year follow the text of that year."),
        columns=[
            text("symbol", _("Number and symbol"), phone="title"),
            choice("topic", _("Topic"), order=("topic", "valid_from"), phone="sub"),
            day("issued_on", _("Issued on")),
            day("valid_from", _("In force from"), key="from", phone="figure"),
            day("valid_until", _("In force until"), key="until"),
            Column("state", _("State"), lambda row: _standing(row, request.today), phone="state"),
        ],
        filters=[by_choice("topic", _("Topic"), Topic.choices), _by_standing(request)],
        order=("topic", "-valid_from"),
        url_of=lambda row: row.get_absolute_url(),
        empty_text=_("No text has been entered yet. The operator enters them."),
    )
    return listing.respond(request, rows)


@require_GET
@access.policy("regulation.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = Regulation.objects.all()
    row = access.find(rows, request.person, "regulation.read", pk, on=request.today)
    chip = _standing(row, request.today)
    values: list[list[Cell | str]] = [[str(KEYS.get(key, key)), _shown(value)] for key, value in row.parameters.items()]
    own = access.scope(
        LocalValue.objects.filter(topic=row.topic, until_on__isnull=True),
        request.person,
        "regulation.read",
        on=request.today,
    ).select_related("unit__place")
    sections = [
        Section(
            _("In brief"),
            facts=[
                Fact(_("Topic"), str(row.get_topic_display())),
                Fact(_("Issued by"), row.issuer),
                Fact(_("Issued on"), dates.dmy(row.issued_on)),
                Fact(_("In force from"), dates.dmy(row.valid_from)),
                Fact(_("In force until"), dates.dmy(row.valid_until) if row.valid_until else _("no end set")),
                Fact(_("How sure"), str(row.get_mark_display()), state="" if row.mark == Mark.VERIFIED else "warn"),
            ],
        ),
        Section(
            _("What the rules take from it"),
            table=SmallTable(
                heads=[(_("What"), "start"), (_("Value"), "start")],
                rows=values,
                empty_text=_("The rules take no number from this text."),
            ),
        ),
    ]
    if own_rows := [
        [one.unit.place.name, str(KEYS.get(one.key, one.key)), _shown(one.value), one.decision, dates.dmy(one.from_on)]
        for one in access.scope(own, request.person, "unit.read", on=request.today).order_by("unit__place__pos")
    ]:
        heads = [(_("Unit"), "start"), (_("What"), "start"), (_("Value"), "start")]
        heads += [(_("Decision"), "start"), (_("From"), "start")]
        sections.append(Section(_("Values of units"), table=SmallTable(heads=heads, rows=own_rows)))
    return Record(
        title=row.symbol,
        subtitle=row.title,
        crumbs=[(_("Regulations"), reverse("regulations:list"))],
        chips=[(chip.text, chip.state)],
        sections=sections,
    ).respond(request)


def _shown(value: Any) -> str:
    """A value in words: numbers as written, codes by their names."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_shown(one)}" for key, one in value.items())
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(VALUES.get(value, value))
