"""What the page of a member says of the classes they were in, also before they became members."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.members.models import Member
from tongket.org import access
from tongket.org.models import Person
from tongket.pages.columns import Cell
from tongket.pages.record import Section, SmallTable
from tongket.training import queries
from tongket.training.models import Learner
from tongket.training.wording import certificate_words, result_cell


def sections(member: Member, person: Person, on: date) -> list[Section]:
    own = Learner.objects.filter(Q(member=member) | Q(candidacy__admission__member=member))
    rows = queries.with_names(access.scope(own, person, "learning.read", on=on))
    lines: list[list[Cell | str]] = [
        [
            dates.dmy(row.training_class.opened_on),
            Cell(row.training_class.title, row.get_absolute_url()),
            str(row.training_class.get_kind_display()),
            result_cell(row),
            certificate_words(row),
        ]
        for row in rows.order_by("-training_class__opened_on", "pk")
    ]
    if not lines:
        return []
    heads = [
        (_("Opened on"), "start"), (_("Class"), "start"), (_("Kind of class"), "start"), (_("Result"), "start"),
        (_("Certificate"), "start"),
    ]  # fmt: skip
    return [Section(_("Training"), table=SmallTable(heads, lines))]
