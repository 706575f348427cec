"""Who imports rosters: the organisation board, since they hold identity numbers (D3)."""

from django.utils.translation import gettext_lazy

from tongket.org.access import TREE, declare

declare(
    "member.import",
    gettext_lazy("import rosters of members"),
    data_class="D3",
    writes=True,
    grants={"org": TREE},
)
