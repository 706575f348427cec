"""Who reads, writes and approves a review (security §3: Figures, year review)."""

from django.utils.translation import gettext_lazy as _

from tongket.org import menu
from tongket.org.access import OWN, TREE, declare

declare(
    "review.read",
    _("read the year-end review"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
declare(
    "review.write",
    _("write the year-end review"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": OWN, "org": OWN},
)
declare(
    "review.submit",
    _("submit the year-end review for approval"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": OWN, "org": OWN},
)
declare(
    "review.approve",
    _("approve the year-end review"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "lead_committee": OWN},
)
declare(
    "review.export",
    _("take the year-end review out as a file"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)
declare(
    "review.exact",
    _("see small numbers of persons in an approved review"),
    data_class="D3",
    grants={"lead_cell": OWN, "lead_committee": OWN},
)

menu.add(
    _("Year-end review"), "review:review", "review.read", group="end", order=310, icon="file-text", with_place=True
)
