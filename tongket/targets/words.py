"""Targets in the words of a page."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.core.compare import Comparator, Language, against_target
from tongket.figures.declare import REGISTRY
from tongket.figures.showing import rows_url
from tongket.pages.columns import Cell
from tongket.pages.request import Request
from tongket.targets import rules
from tongket.targets.models import Target
from tongket.targets.queries import Result
from tongket.targets.rules import Outlook, State


def number_text(target: Target, value: Decimal | None) -> str:
    """A number in the measure of the target: `139 đảng viên`, `96,3%`; a dash where there is none."""
    if value is None:
        return "–"
    if target.is_share:
        return numbers.percent(value)
    return f"{numbers.number(value)} {target.measure}".strip()


def bound_text(target: Target) -> str:
    """What is to be reached, in words: `at least 120 đảng viên`."""
    if target.comparator == Comparator.NONE:
        return str(Comparator.NONE.label)
    return f"{target.get_comparator_display()} {number_text(target, target.value)}"


def phrase(target: Target, result: Result) -> str:
    """The comparison as a report says it; empty while nothing is known."""
    if result.value is None:
        return ""
    language: Language = "en" if get_language() == "en" else "vi"
    noun = "" if target.is_share else target.measure
    compared = against_target(
        result.value,
        Comparator(target.comparator),
        target.value,
        is_share=target.is_share,
        unit_noun=noun,
        language=language,
    )
    return compared.phrase


def state_cell(target: Target, result: Result, request: Request) -> Cell:
    """Where the target stands, in words."""
    if target.state == State.DROPPED:
        return Cell(str(State.DROPPED.label), state="mut")
    outlook = rules.outlook(
        result.value,
        target.comparator,
        target.value,
        is_share=target.is_share,
        year=target.year,
        on=request.today,
    )
    words, state = {
        Outlook.EXCEEDED: (_("exceeded"), "ok"),
        Outlook.AT_RISK: (_("at risk: behind the time of year"), "bad"),
        Outlook.MET: (_("met"), "ok"),
        Outlook.MISSED: (_("not met"), "bad"),
        Outlook.NOT_YET: (_("not yet reached"), "warn"),
        Outlook.UNKNOWN: (_("no result yet"), "warn"),
    }[outlook]
    if target.state == State.DRAFT:
        words = _("draft · %(state)s") % {"state": words}
    return Cell(words, state=state)


def result_cell(target: Target, result: Result) -> Cell:
    share = rules.attainment_percent(result.value, target.value)
    url = rows_url(REGISTRY[target.key], target.unit.code, target.year) if result.is_counted else None
    met = result.is_met(target)
    state = "mut" if met is None else "ok" if met else "bad"
    return Cell(number_text(target, result.value), url=url, state=state if share is not None else "", share=share)
