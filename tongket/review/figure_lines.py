"""The figures of a review as lines: value, target, comparison, last year, rows behind."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from tongket.core import compare
from tongket.figures.counting import Counted, Value, count
from tongket.figures.declare import Figure, Kind, listed
from tongket.figures.showing import Showing, rows_url, text_of
from tongket.org import access
from tongket.org.models import EventUnit, StructuralEvent, Unit
from tongket.review.report import FigureLine
from tongket.targets import queries as target_queries
from tongket.targets.models import Target


@dataclass(frozen=True)
class Lines:
    """What a report is built from."""

    unit: Unit
    year: int
    counted: Counted
    before: Counted | None  # the year before; None where the unit had no place then, or its scope has changed
    targets: list[Target]
    lines: dict[str, FigureLine]
    scope_changed: bool

    def value(self, key: str) -> Value | None:
        return self.counted.find(self.unit.pk, key)


def lines_of(unit: Unit, year: int, *, reader: access.Reader, on: date, cut_off: date, is_exact: bool = False) -> Lines:
    """Count the year and the year before and compare. is_exact: nothing suppressed, as approval freezes it (S-20)."""
    counted = count(year, under=unit, cut_off=cut_off)
    scope_changed = _scope_changed(unit, year)
    try:
        before = count(year - 1, under=unit)
    except LookupError:
        before = None
    targets = target_queries.targets(unit, year)
    by_key = {target.key: target for target in reversed(targets) if target.key}
    showing = Showing(counted, reader, on=on)
    lines = {}
    for figure in listed():
        value = counted.own(figure.key)
        is_small = figure.is_restricted and showing.is_hidden(figure, unit.pk)
        earlier = before.own(figure.key) if before is not None else None
        lines[figure.key] = _line(
            figure,
            value,
            by_key.get(figure.key),
            earlier,
            unit=unit,
            year=year,
            hidden_text=showing.of(figure.key).text if is_small and not is_exact else "",
            is_small=is_small,
            cut_off=counted.cut_off,
        )
    return Lines(unit, year, counted, None if scope_changed else before, targets, lines, scope_changed)


def _line(
    figure: Figure,
    value: Value,
    target: Target | None,
    earlier: Value | None,
    *,
    unit: Unit,
    year: int,
    hidden_text: str,
    is_small: bool,
    cut_off: date,
) -> FigureLine:
    shared: dict[str, Any] = {
        "key": figure.key,
        "label": str(figure.label),
        "measure": figure.measure.key,
        "source": value.source,
        "records_url": rows_url(figure, unit.code, year, cut_off),
    }
    if hidden_text:
        return FigureLine(value=None, text=hidden_text, is_suppressed=True, **shared)
    compared = compared_with(target, value.value) if target is not None else None
    return FigureLine(
        value=plain(value.value),
        text=text_of(figure, value.value),
        target=target_as_dict(target) if target is not None else None,
        comparison=comparison_as_dict(compared) if compared is not None else None,
        last_year=plain(earlier.value) if earlier is not None and not figure.is_restricted else None,
        part=value.part,
        whole=value.whole if figure.kind is Kind.RATIO else None,
        records=value.rows,
        is_small=is_small,
        **shared,
    )


def plain(value: Decimal | None) -> str | None:
    """An exact number as text: counts without decimals, shares with four."""
    if value is None:
        return None
    return str(int(value)) if value == value.to_integral_value() else f"{value:.4f}"


def compared_with(target: Target, actual: Decimal | None) -> compare.Comparison | None:
    """The value beside its target, in the words of a report (documents.md 3.10)."""
    if actual is None:
        return None
    noun = "" if target.is_share else target.measure
    language: compare.Language = "en" if translation.get_language() == "en" else "vi"
    return compare.against_target(
        actual,
        compare.Comparator(target.comparator),
        target.value,
        is_share=target.is_share,
        unit_noun=noun,
        language=language,
    )


def target_as_dict(target: Target) -> dict[str, Any]:
    return {"comparator": target.comparator, "value": plain(target.value), "measure": target.measure}


def comparison_as_dict(compared: compare.Comparison) -> dict[str, Any]:
    percent = None if compared.percent is None else float(compared.percent)
    return {
        "kind": str(compared.kind),
        "percent": int(percent) if percent is not None and percent == int(percent) else percent,
        "phrase": compared.phrase,
    }


def _scope_changed(unit: Unit, year: int) -> bool:
    """Whether a merger or a split changed what the unit is, so that the year before is another thing."""
    changes = {StructuralEvent.Kind.MERGE, StructuralEvent.Kind.SPLIT}
    return EventUnit.objects.filter(
        unit=unit, event__kind__in=changes, event__on__year=year, event__withdrawn_on__isnull=True
    ).exists()
