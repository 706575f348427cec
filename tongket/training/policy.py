"""Who reads and records classes (docs/reference/rights.md)."""

from django.utils.translation import gettext_lazy as _

from tongket.org import corrections
from tongket.org.access import OWN, TREE, declare
from tongket.pages import menu
from tongket.training.models import TrainingClass

declare(
    "training.read",
    _("read training classes"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE},
)
declare("training.write", _("record training classes"), data_class="D1", writes=True, grants={"org": TREE})

menu.add(_("Training"), "training:list", "training.read", group="year", order=150, icon="graduation-cap")

# How each table is put right (docs/reference/corrections.md).
corrections.add(TrainingClass, ["training:correct"], ["training:remove"], because="open: reasons", issue=14)
