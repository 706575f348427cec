"""The states of a paper; what a signed file says of itself."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves


class PaperState(TextChoices):
    ISSUED = "issued", _("Issued")
    REPLACED = "replaced", _("Replaced by a later one")
    WITHDRAWN = "withdrawn", _("Withdrawn")


PAPER_MOVES: Moves = {
    "replace": ({PaperState.ISSUED}, PaperState.REPLACED),
    "withdraw": ({PaperState.ISSUED}, PaperState.WITHDRAWN),
}

_SIGNATURE = re.compile(rb"/Type\s*/Sig\b")


def is_signed_digitally(body: bytes) -> bool:
    """Whether a PDF says that it carries a digital signature. Whether that is genuine is not checked here: the
    programs of the state's certification services do that. Source: R-DAT-04 (379-QĐ/TW).
    """
    return b"/ByteRange" in body and _SIGNATURE.search(body) is not None
