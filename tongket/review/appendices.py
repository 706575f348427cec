"""Rows of the appendices: targets with results (PL1), levels by unit (PL3)."""

from tongket.core import compare, numbers
from tongket.rating.models import Rating
from tongket.review.figure_lines import Lines, compared_with
from tongket.review.report import RatingRow, TargetRow
from tongket.targets import queries as target_queries
from tongket.targets.models import Target

LEVELS = {
    "EXCELLENT": "Hoàn thành xuất sắc",
    "GOOD": "Hoàn thành tốt",
    "FULFILLED": "Hoàn thành",
    "NOT_FULFILLED": "Không hoàn thành",
}
MEMBER_KEYS = (
    "members_rated_excellent",
    "members_rated_good",
    "members_rated_completed",
    "members_rated_not_completed",
)


def target_rows(unit_year: Lines) -> list[TargetRow]:
    """Appendix 1: each target of the year with plan, result, share, last year's result and next year's plan."""
    following = {
        target.key or target.label: target for target in target_queries.targets(unit_year.unit, unit_year.year + 1)
    }
    rows = []
    for target in unit_year.targets:
        value = unit_year.value(target.key) if target.key else None
        actual = value.value if value is not None else target.result
        before = unit_year.before.find(unit_year.unit.pk, target.key) if unit_year.before and target.key else None
        compared = compared_with(target, actual)
        later = following.get(target.key or target.label)
        share = ""
        if actual is not None and not target.is_share and target.value:
            share = numbers.percent(actual * 100 / target.value, fixed=True)
        rows.append(
            TargetRow(
                label=target.label,
                measure=target.measure,
                plan=_number(target, target.value),
                result=_number(target, actual),
                percent=share,
                last_year=_number(target, before.value if before else None),
                next_plan=_number(target, later.value) if later else "",
                note=_judged(compared),
                key=target.key,
            )
        )
    return rows


def _number(target: Target, value: object) -> str:
    if value is None:
        return ""
    exact = numbers.exact(value)  # type: ignore[arg-type]
    return numbers.percent(exact, fixed=True) if target.is_share else numbers.number(exact)


def _judged(compared: compare.Comparison | None) -> str:
    if compared is None:
        return ""
    if compared.kind == compare.ComparisonKind.OVER_TARGET:
        return "Vượt"
    return "Đạt" if compared.met else "Chưa đạt"


def rating_rows(unit_year: Lines) -> list[RatingRow]:
    """Appendix 3: the units directly under this one with their own level and the levels of their members."""
    levels = {
        rating.unit_id: LEVELS.get(rating.level, "")
        for rating in Rating.objects.filter(  # unscoped: D2 decisions without persons
            decided_by=unit_year.unit, year=unit_year.year, subject="ORGANISATION"
        )
    }
    rows = []
    for place in unit_year.counted.children():
        counts = [int(unit_year.counted.of(place.unit_id, key).value or 0) for key in MEMBER_KEYS]
        rated = int(unit_year.counted.of(place.unit_id, "members_rated").value or 0)
        not_rated = int(unit_year.counted.of(place.unit_id, "members_not_rated").value or 0)
        rows.append(RatingRow(place.name, levels.get(place.unit_id, ""), rated + not_rated, rated, counts, not_rated))
    return rows
