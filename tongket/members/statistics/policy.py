"""Who opens the rows behind numbers that the restricted part of the records tells (S-05, R-STA-05)."""

from django.utils.translation import gettext_lazy

from tongket.org.access import TREE, declare

declare(
    "member.breakdown",
    gettext_lazy("open the rows behind sensitive statistics of members"),
    data_class="D3",
    grants={"org": TREE},
)
