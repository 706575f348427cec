"""What is counted of commendation, in the year in whose review it counts."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongket.commendation.models import Award, Movement, ThematicTopic
from tongket.commendation.rules import Form, Ground, Recipient
from tongket.core import dates, numbers
from tongket.figures.declare import AWARD, MEMBER, ORGANISATION, TOPIC, Measure, Reach, flow, present
from tongket.pages.listing import Column, unit_name

MODEL = Measure("models", _("models"), "mô hình, điển hình")
AWARDS: dict[str, Any] = {"rows": Award, "verb": "award.read", "year": "year", "data_class": "D2"}
TO_ORGANISATION, TO_MEMBER = Q(recipient=Recipient.ORGANISATION), Q(recipient=Recipient.MEMBER)

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
        Column("recipient", _("Whom it is about"), lambda row: row.recipient_name, phone="title"),
        Column("unit", _("Unit"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("form", _("Form of award"), lambda row: row.get_form_display(), order=("form",), phone="state"),
        Column("title", _("Award title"), lambda row: row.title, order=("title",)),
        Column("period", _("For the years"), lambda row: row.period, order=("from_year", "to_year"), phone="figure"),
        Column(
            "decision",
            _("Decision"),
            lambda row: f"{row.decision_number}, {dates.dmy(row.decided_on)}",
            order=("decided_on",),
        ),
    ],
    order=("unit__place__pos", "decided_on"),
    related=("unit__place", "member__person"),
)
present(
    ThematicTopic,
    columns=[
        Column("name", _("Subject of commendation"), lambda row: row.name, order=("name",), phone="title"),
        Column("unit", _("Unit"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("year", _("Year"), lambda row: str(row.year), order=("year",), phone="figure"),
    ],
    order=("unit__place__pos", "order"),
    related=("unit__place",),
)
present(
    Movement,
    columns=[
        Column("name", _("Movement"), lambda row: row.name, order=("name",), phone="title"),
        Column("unit", _("Unit"), unit_name, order=("unit__place__pos",), phone="sub"),
        Column("year", _("Year"), lambda row: str(row.year), order=("year",)),
        Column(
            "registered",
            _("Models registered"),
            lambda row: numbers.number(row.models_registered),
            order=("models_registered",),
            align="end",
        ),
        Column(
            "recognised",
            _("Models recognised"),
            lambda row: numbers.number(row.models_recognised),
            order=("models_recognised",),
            align="end",
            phone="figure",
        ),
    ],
    order=("unit__place__pos", "name"),
    related=("unit__place",),
)
