"""Who reads figures: everybody over their own reach; the rows behind them by the verbs of their own tables."""

from django.utils.translation import gettext_lazy as _

from tongket.org.access import OWN, TREE, declare

declare(
    "figure.read",
    _("read figures"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)
