"""Who imports rosters: the organisation board, since they hold identity numbers (D3)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.members.models import Member
from tongket.org import corrections
from tongket.org.access import TREE, declare
from tongket.org.models import Opening
from tongket.pages import setting_up
from tongket.rosters.models import Batch, BatchPart

declare(
    "member.import",
    gettext_lazy("import rosters of members"),
    data_class="D3",
    writes=True,
    grants={"org": TREE},
)


def _roll(opening: Opening, on: date) -> setting_up.State:
    count = Member.objects.count()  # unscoped: a number, for who sets the system up
    if not count:
        return setting_up.State(_("nobody on the roll yet"), is_done=False)
    words = ngettext("%(count)s member on the roll", "%(count)s members on the roll", count)
    return setting_up.State(words % {"count": count}, is_done=True)


setting_up.add(
    "roll",
    gettext_lazy("Roll of members"),
    gettext_lazy("Your own Excel file, read into the cells; names of units that are written otherwise are asked."),
    "rosters:upload",
    "member.import",
    order=40,
    state=_roll,
    also=["rosters:batch", "rosters:columns", "rosters:confirm", "rosters:list"],
    lists=["members:list", "rosters:list"],
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(Batch, ["rosters:check"], ["rosters:undo", "rosters:discard"])
corrections.add(BatchPart, because="the file as it was uploaded; it goes with its import")
