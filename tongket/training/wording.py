"""How results and certificates are worded."""

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.pages.columns import Cell
from tongket.training.models import Learner
from tongket.training.rules import Result

STATES = {
    Result.LISTED: "info",
    Result.PASSED: "ok",
    Result.NOT_PASSED: "bad",
    Result.LEFT: "warn",
    Result.ABSENT: "mut",
}


def result_words(row: Learner) -> str:
    """ "passed, good", or the result alone."""
    result = str(row.get_result_display())
    return f"{result}, {row.get_grade_display()}" if row.grade else result


def result_cell(row: Learner) -> Cell:
    return Cell(result_words(row), state=STATES[Result(row.result)])


def certificate_words(row: Learner) -> str:
    """Number and day of the certificate, and until when it holds; empty where there is none."""
    if row.certified_on is None:
        return ""
    words = f"{row.certificate_number}, {dates.dmy(row.certified_on)}"
    if row.valid_until_on is None:
        return words
    return _("%(certificate)s, valid to %(day)s") % {"certificate": words, "day": dates.dmy(row.valid_until_on)}
