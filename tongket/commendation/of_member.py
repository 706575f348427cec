"""What the page of a member says of the awards given to them."""

from datetime import date

from django.utils.translation import gettext as _

from tongket.commendation.models import Award
from tongket.core import dates
from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.columns import Cell
from tongket.pages.record import Section, SmallTable


def sections(member: Member, person: Person, on: date) -> list[Section]:
    awards = access.scope(Award.objects.filter(member=member), person, "award.read", on=on).order_by("-decided_on")
    lines: list[list[Cell | str]] = [
        [
            dates.dmy(award.decided_on),
            Cell(str(award.get_form_display()).capitalize(), award.get_absolute_url()),
            f"{award.title}, {award.period}",
            award.giver,
            award.decision_number,
        ]
        for award in awards
    ]
    if not lines:
        return []
    heads = [
        (_("Day"), "start"), (_("Award"), "start"), (_("Award title"), "start"), (_("Given by"), "start"),
        (_("Decision"), "start"),
    ]  # fmt: skip
    return [Section(_("Awards"), table=SmallTable(heads, lines))]
