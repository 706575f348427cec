"""Who reads and who decides ratings (docs/reference/rights.md)."""

from django.utils.translation import gettext_lazy as _

from tongket.org.access import MINE, OWN, TREE, declare
from tongket.pages import menu

declare(
    "rating.read",
    _("read ratings"),
    data_class="D2",
    grants={
        "self": MINE,
        "lead_cell": OWN,
        "lead_committee": TREE,
        "office": TREE,
        "org": TREE,
        "insp": TREE,
    },
)
declare(
    "rating.decide",
    _("decide ratings"),
    data_class="D2",
    writes=True,
    grants={"lead_committee": TREE, "org": TREE},
)
declare(
    "recorded.read",
    _("read the levels of mass organisations and the titles of agencies"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "recorded.write",
    _("record the levels of mass organisations and the titles of agencies"),
    data_class="D1",
    writes=True,
    grants={"office": TREE, "org": TREE},
)

menu.add(_("Review and rating"), "rating:list", "rating.read", group="judge", order=220, icon="star")
