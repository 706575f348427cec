"""What a report says about a value beside its target or beside last year. Source: documents.md 3.10, R-TGT-02, -03.

The sentences are text of documents, in the language of the document, so they stand here as two tables and do not
go through the catalogue of the pages.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core import numbers
from tongket.core.numbers import Exact, exact, round_half_up

Language = Literal["vi", "en"]


class Comparator(TextChoices):
    """How a target is meant."""

    GE = ">=", _("at least")
    LE = "<=", _("at most")
    EQ = "=", _("exactly")
    NONE = "none", _("none at all")


class ComparisonKind(StrEnum):
    OVER_TARGET = "over_target"
    UNDER_TARGET = "under_target"
    PCT_OF_TARGET = "pct_of_target"  # reached exactly
    MET = "met"  # no ratio: ceilings, "none at all", a threshold reached exactly
    NOT_MET = "not_met"
    OVER_LAST_YEAR = "over_last_year"
    UNDER_LAST_YEAR = "under_last_year"
    EQUAL_LAST_YEAR = "equal_last_year"


@dataclass(frozen=True)
class Comparison:
    """One comparison, ready to print.

    percent: by how much it is over or under, 0 or more, as the phrase prints it: percent of the target or of last
    year, percentage points between two shares; 100 when a target is reached exactly; None without a ratio.
    met: whether the target is met; None against last year. phrase: the whole ("đạt 115,8%, vượt 15,8% chỉ tiêu"),
    phrase_short: the difference alone ("vượt 15,8% chỉ tiêu"), the same as the phrase where there is no shorter one.
    """

    kind: ComparisonKind
    percent: Decimal | None
    met: bool | None
    phrase: str
    phrase_short: str


VI = {
    "target": "chỉ tiêu",
    "plan": "kế hoạch",
    "over": "đạt {reached}%, vượt {percent}% {target}",
    "over_short": "vượt {percent}% {target}",
    "over_nothing": "vượt {amount} so với {target}",
    "equal": "đạt {reached}% {target}",
    "under": "đạt {reached}% {target}, còn thiếu {amount}",
    "under_short": "còn thiếu {amount}",
    "points_over": "vượt {percent} điểm % so với {target} ({bound})",
    "points_over_short": "vượt {percent} điểm %",
    "points_under": "thấp hơn {percent} điểm % so với {target} ({bound})",
    "points_under_short": "thấp hơn {percent} điểm %",
    "met": "đạt {target} ({bound})",
    "met_short": "đạt {target}",
    "not_met": "không đạt {target} ({bound})",
    "not_met_short": "không đạt {target}",
    "nothing_met": "không có {noun}, đạt {target}",
    "nothing_not_met": "có {amount}, không đạt {target}",
    "bound_>=": "từ {value} trở lên",
    "bound_<=": "không quá {value}",
    "bound_=": "{value}",
    "bound_none": "không có",
    "more": "tăng {amount} ({percent}%) so với {then}",
    "more_short": "tăng {percent}% so với {then}",
    "more_nothing": "tăng {amount} ({then} không có)",
    "more_amount": "tăng {amount} so với {then}",
    "more_points": "tăng {percent} điểm % so với {then}",
    "less": "giảm {amount} ({percent}%) so với {then}",
    "less_short": "giảm {percent}% so với {then}",
    "less_amount": "giảm {amount} so với {then}",
    "less_points": "giảm {percent} điểm % so với {then}",
    "same": "bằng {then}",
    "then": "năm {year}",
    "then_period": "cùng kỳ năm {year}",
    "then_predecessors": "{then} (tính chung các đơn vị trước khi sáp nhập)",
    "all_over": "vượt {done}/{total} {noun}",
    "all_met": "đạt {done}/{total} {noun}",
    "many": "đạt và vượt {done}/{total} {noun}; trong đó {parts}",
    "none_met": "chưa đạt {missed}/{total} {noun}",
    "part_exceeded": "vượt {n}",
    "part_met": "đạt {n}",
    "part_missed": "chưa đạt {n}",
    "completed": "hoàn thành {done}/{total} {noun}",
}

EN = {
    "target": "target",
    "plan": "plan",
    "over": "{reached}% of the {target}, {percent}% over the {target}",
    "over_short": "{percent}% over the {target}",
    "over_nothing": "{amount} over the {target}",
    "equal": "{reached}% of the {target}",
    "under": "{reached}% of the {target}, {amount} short",
    "under_short": "{amount} short",
    "points_over": "{percent} percentage points over the {target} ({bound})",
    "points_over_short": "{percent} percentage points over",
    "points_under": "{percent} percentage points under the {target} ({bound})",
    "points_under_short": "{percent} percentage points under",
    "met": "{target} met ({bound})",
    "met_short": "{target} met",
    "not_met": "{target} not met ({bound})",
    "not_met_short": "{target} not met",
    "nothing_met": "no {noun}, {target} met",
    "nothing_not_met": "{amount}, {target} not met",
    "bound_>=": "at least {value}",
    "bound_<=": "at most {value}",
    "bound_=": "{value}",
    "bound_none": "none",
    "more": "{amount} more ({percent}%) than in {then}",
    "more_short": "{percent}% more than in {then}",
    "more_nothing": "{amount} more (none in {then})",
    "more_amount": "{amount} more than in {then}",
    "more_points": "{percent} percentage points more than in {then}",
    "less": "{amount} fewer ({percent}%) than in {then}",
    "less_short": "{percent}% fewer than in {then}",
    "less_amount": "{amount} fewer than in {then}",
    "less_points": "{percent} percentage points less than in {then}",
    "same": "the same as in {then}",
    "then": "{year}",
    "then_period": "the same period of {year}",
    "then_predecessors": "{then} (all units before the merger together)",
    "all_over": "{done}/{total} {noun} exceeded",
    "all_met": "{done}/{total} {noun} met",
    "many": "{done}/{total} {noun} met or exceeded; {parts}",
    "none_met": "{missed}/{total} {noun} missed",
    "part_exceeded": "{n} exceeded",
    "part_met": "{n} met",
    "part_missed": "{n} missed",
    "completed": "{done}/{total} {noun} completed",
}


def against_target(
    actual: Exact,
    comparator: Comparator,
    target: Exact,
    *,
    is_share: bool,
    unit_noun: str = "",
    is_plan: bool = False,
    language: Language = "vi",
) -> Comparison:
    """A value beside its target; whether it is met is decided on the unrounded values. Source: R-TGT-02, R-TGT-03.

    actual, target: counts or amounts or, with `is_share`, percents (89.96 is 89.96 %), compared in percentage
    points. GE and EQ are met from the value up, LE up to the value, NONE ("không có") by 0 alone, whatever the
    target. unit_noun: what is counted, as it stands behind the number ("đồng chí"). is_plan: say "kế hoạch" for
    "chỉ tiêu". Percents have one decimal, half up, more only where one would say nothing (0,04; 99,96).
    """
    words = _Words(language, unit_noun, "plan" if is_plan else "target")
    value, goal = exact(actual), exact(target)
    if comparator == Comparator.NONE:
        return _against_none(value, words)
    bound = words(f"bound_{comparator.value}", value=words.share(goal) if is_share else words.amount(goal))
    if comparator == Comparator.LE:
        return _yes_or_no(value <= goal, bound, words)
    if is_share:
        return _points(value - goal, bound, words)
    if goal <= 0:
        return _without_ratio(value - goal, bound, words)
    return _ratio(value, goal, words)


def against_last_year(
    actual: Exact,
    previous: Exact | None,
    *,
    year: int,
    noun: str = "",
    is_share: bool = False,
    is_same_period: bool = False,
    scope_changed: bool = False,
    of_predecessors: bool = False,
    language: Language = "vi",
) -> Comparison | None:
    """A value of `year` beside that of the year before; None when nothing can be said.

    previous: the value of `year` - 1, None when it is not known (0 is known: there was none). is_share: both are
    percents, compared in points. is_same_period: part of a year ("cùng kỳ"). scope_changed: the unit is not what
    it was then, so there is no comparison, unless `of_predecessors` says that `previous` already is the sum
    of the units before the merger; then the phrase says so.
    """
    if previous is None or (scope_changed and not of_predecessors):
        return None
    words = _Words(language, noun, "target")
    then = words("then_period" if is_same_period else "then", year=year - 1)
    if of_predecessors:
        then = words("then_predecessors", then=then)
    before, change = exact(previous), exact(actual) - exact(previous)
    if change == 0:
        same = words("same", then=then)
        return Comparison(ComparisonKind.EQUAL_LAST_YEAR, None, None, same, same)
    way = "more" if change > 0 else "less"
    kind = ComparisonKind.OVER_LAST_YEAR if change > 0 else ComparisonKind.UNDER_LAST_YEAR
    if is_share:
        points = _telling(abs(change))
        phrase = words(f"{way}_points", percent=words.number(points), then=then)
        return Comparison(kind, points, None, phrase, phrase)
    amount = words.amount(abs(change))
    if before <= 0:
        phrase = words("more_nothing" if before == 0 and change > 0 else f"{way}_amount", amount=amount, then=then)
        return Comparison(kind, None, None, phrase, phrase)
    percent = _telling(abs(change) * 100 / before)
    phrase = words(way, amount=amount, percent=words.number(percent), then=then)
    return Comparison(kind, percent, None, phrase, words(f"{way}_short", percent=words.number(percent), then=then))


def many_targets(exceeded: int, met: int, missed: int, *, noun: str | None = None, language: Language = "vi") -> str:
    """ "đạt và vượt 10/12 chỉ tiêu; trong đó vượt 04, đạt 06, chưa đạt 02"; parts of 0 are left out.

    exceeded, met (exactly) and missed do not overlap. noun: what they are, "chỉ tiêu" when None. Raises ValueError
    when one is negative or there is no target at all.
    """
    total = exceeded + met + missed
    if min(exceeded, met, missed) < 0 or not total:
        raise ValueError(f"exceeded={exceeded}, met={met}, missed={missed}")
    words = _Words(language, noun or {"vi": "chỉ tiêu", "en": "targets"}[language], "target")
    values = {"done": words.number(exceeded + met), "missed": words.number(missed), "total": words.number(total)}
    if total in {exceeded, met, missed}:
        return words({exceeded: "all_over", met: "all_met", missed: "none_met"}[total], **values)
    counted = {"part_exceeded": exceeded, "part_met": met, "part_missed": missed}
    parts = ", ".join(words(name, n=words.count(n)) for name, n in counted.items() if n)
    return words("many", parts=parts, **values)


def completed(done: int, total: int, noun: str, *, language: Language = "vi") -> str:
    """ "hoàn thành 6/6 nhiệm vụ", where `noun` says what was done. Raises ValueError unless 0 <= done <= total."""
    if not 0 <= done <= total:
        raise ValueError(f"done={done}, total={total}")
    words = _Words(language, noun, "target")
    return words("completed", done=words.number(done), total=words.number(total))


class _Words:
    """The templates of one language, with numbers written as that language does."""

    def __init__(self, language: Language, noun: str, target: Literal["target", "plan"]) -> None:
        self.table = {"vi": VI, "en": EN}[language]
        self.language = language
        self.noun = noun
        self.target = self.table[target]

    def __call__(self, name: str, **values: object) -> str:
        return self.table[name].format(target=self.target, noun=self.noun, **values)

    def number(self, value: Exact) -> str:
        written = numbers.number(value)
        return written if self.language == "vi" else written.translate(str.maketrans(",.", ".,"))

    def count(self, n: int) -> str:
        return numbers.count(n) if self.language == "vi" else self.number(n)

    def share(self, value: Exact) -> str:
        return f"{self.number(value)}%"

    def amount(self, value: Fraction) -> str:
        """The number with what it counts: "09 đồng chí"."""
        whole = value.denominator == 1 and value >= 0
        return f"{self.count(int(value)) if whole else self.number(value)} {self.noun}".rstrip()


def _ratio(value: Fraction, goal: Fraction, words: _Words) -> Comparison:
    over = (value - goal) * 100 / goal
    if over == 0:
        phrase = words("equal", reached=words.number(100))
        return Comparison(ComparisonKind.PCT_OF_TARGET, Decimal(100), True, phrase, phrase)
    # One number decides and the other is 100 more or less, so that the two in a sentence always fit together.
    if over > 0:
        percent = _telling(over)
        given = {"reached": words.number(100 + percent), "percent": words.number(percent)}
        return Comparison(
            ComparisonKind.OVER_TARGET, percent, True, words("over", **given), words("over_short", **given)
        )
    reached = _telling(value * 100 / goal, away_from=100)
    given = {"reached": words.number(reached), "amount": words.amount(goal - value)}
    return Comparison(
        ComparisonKind.UNDER_TARGET, 100 - reached, False, words("under", **given), words("under_short", **given)
    )


def _points(over: Fraction, bound: str, words: _Words) -> Comparison:
    if over == 0:
        return _yes_or_no(True, bound, words)
    percent = _telling(abs(over))
    given = {"percent": words.number(percent), "bound": bound}
    name = "points_over" if over > 0 else "points_under"
    kind = ComparisonKind.OVER_TARGET if over > 0 else ComparisonKind.UNDER_TARGET
    return Comparison(kind, percent, over > 0, words(name, **given), words(f"{name}_short", **given))


def _without_ratio(over: Fraction, bound: str, words: _Words) -> Comparison:
    """Beside a target of 0 or less: only the absolute difference can be said."""
    if over <= 0:
        return _yes_or_no(over == 0, bound, words)
    phrase = words("over_nothing", amount=words.amount(over))
    return Comparison(ComparisonKind.OVER_TARGET, None, True, phrase, phrase)


def _against_none(value: Fraction, words: _Words) -> Comparison:
    met = value == 0
    plain = _yes_or_no(met, words("bound_none"), words)
    if not words.noun:
        return plain
    phrase = words("nothing_met") if met else words("nothing_not_met", amount=words.amount(value))
    return Comparison(plain.kind, None, met, phrase, plain.phrase_short)


def _yes_or_no(met: bool, bound: str, words: _Words) -> Comparison:
    name = "met" if met else "not_met"
    kind = ComparisonKind.MET if met else ComparisonKind.NOT_MET
    return Comparison(kind, None, met, words(name, bound=bound), words(f"{name}_short"))


def _telling(value: Fraction, *, away_from: int = 0) -> Decimal:
    """One decimal, half up; more where the rounded value would wrongly read 0, or `away_from`."""
    for places in range(1, 12):
        rounded = round_half_up(value, places)
        if rounded not in {Decimal(0), Decimal(away_from)} or value in {0, away_from}:
            break
    return rounded
