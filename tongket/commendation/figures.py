"""What is counted of commendation, in the year in whose review it counts."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.commendation.models import Award, Movement, ThematicTopic
from tongket.commendation.rules import Family, Form, Ground, Recipient
from tongket.core import dates
from tongket.figures.declare import AWARD, MEMBER, ORGANISATION, TOPIC, Measure, Reach, flow, present
from tongket.pages.columns import Column, choice, number, text, unit

MODEL = Measure("models", _("models"), "mô hình, điển hình")
AWARDS: dict[str, Any] = {
    "rows": Award,
    "verb": "award.read",
    "year": "year",
    "falls_on": "decided_on",
    "data_class": "D2",
}
PARTY = Q(family=Family.PARTY)  # awards of the State are a system of their own (R-COM-08)
TO_ORGANISATION = PARTY & Q(recipient=Recipient.ORGANISATION)
TO_MEMBER = PARTY & Q(recipient=Recipient.MEMBER)

flow(
    "organisations_titled_of_the_year",
    _("Organisations with the title of the year"),
    of=ORGANISATION,
    where=TO_ORGANISATION & Q(ground=Ground.YEAR_TITLE),
    **AWARDS,
)
flow(
    "organisations_five_year_flag",
    _("Organisations with a flag for five years"),
    of=ORGANISATION,
    where=TO_ORGANISATION & Q(ground=Ground.STREAK, form=Form.FLAG),
    **AWARDS,
)
flow(
    "members_five_year_commended",
    _("Members commended for five years"),
    of=MEMBER,
    where=TO_MEMBER & Q(ground=Ground.STREAK),
    **AWARDS,
)
flow("organisations_commended", _("Commendations of organisations"), of=AWARD, where=TO_ORGANISATION, **AWARDS)
flow("members_commended", _("Commendations of members"), of=AWARD, where=TO_MEMBER, **AWARDS)
flow(
    "organisations_awarded",
    _("Organisations commended, each counted once"),
    of=ORGANISATION,
    where=TO_ORGANISATION & Q(is_first_of_year=True),
    **AWARDS,
)
flow(
    "members_awarded",
    _("Members commended, each counted once"),
    of=MEMBER,
    where=TO_MEMBER & Q(is_first_of_year=True),
    **AWARDS,
)
flow(
    "collectives_commended",
    _("Commendations of collectives that are no Party unit"),
    of=AWARD,
    where=Q(recipient=Recipient.COLLECTIVE),
    **AWARDS,
)
flow(
    "models_commended",
    _("Commendations of models"),
    of=AWARD,
    where=Q(recipient=Recipient.MODEL),
    **AWARDS,
)
flow(
    "thematic_commendation_topics",
    _("Subjects of thematic commendation"),
    of=TOPIC,
    rows=ThematicTopic,
    verb="movement.read",
    year="year",
    reach=Reach.OWN,
)
flow(
    "emulation_models",
    _("Models recognised in emulation movements"),
    of=MODEL,
    rows=Movement,
    verb="movement.read",
    year="year",
    amount="models_recognised",
)

present(
    Award,
    columns=[
        text("recipient_name", _("Whom it is about"), key="recipient", order=(), phone="title"),
        unit(),
        choice("form", _("Form of award"), phone="state"),
        text("title", _("Award title")),
        text("period", _("For the years"), order=("from_year", "to_year"), phone="figure"),
        Column(
            "decision",
            _("Decision"),
            lambda row: f"{row.decision_number}, {dates.dmy(row.decided_on)}",
            order=("decided_on",),
        ),
    ],
    order=("unit__place__pos", "decided_on"),
    related=("unit__place", "member__person", "model"),
)
present(
    ThematicTopic,
    columns=[
        text("name", _("Subject of commendation"), phone="title"),
        unit(),
        Column("year", _("Year"), lambda row: str(row.year), order=("year",), phone="figure"),
    ],
    order=("unit__place__pos", "order"),
    related=("unit__place",),
)
present(
    Movement,
    columns=[
        text("name", _("Movement"), phone="title"),
        unit(),
        Column("year", _("Year"), lambda row: str(row.year), order=("year",)),
        number("models_registered", _("Models registered"), key="registered"),
        number("models_recognised", _("Models recognised"), key="recognised", phone="figure"),
    ],
    order=("unit__place__pos", "name"),
    related=("unit__place",),
)
