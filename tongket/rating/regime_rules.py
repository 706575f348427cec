"""What the regulation of a year says about the rating: the cap, who is not rated, what each level asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongket.core import numbers
from tongket.rating.rules import Level, NotRated, excellent_cap

GOOD_ONLY = "GOOD_ONLY"


@dataclass(frozen=True)
class Regime:
    """What holds for the rating of one year in one unit (R-REG-02): the text, with what the unit may set itself on top.

    cap_percent: whole percent; None: the text is not known to name a cap, so that none is checked. good_only: the
    percent is taken of the GOOD alone. refuses: more than the cap is refused, not only warned of. min_one: a group
    with anybody GOOD may always have one EXCELLENT. excluded: why somebody is not rated. points: from which EXCELLENT,
    GOOD and FULFILLED begin; empty where criteria are graded instead. The percents are those that a level asks for;
    None: the text asks for none.
    """

    symbol: str
    cap_percent: int | None = None
    good_only: bool = True
    refuses: bool = True
    min_one: bool = False
    min_months: int = 0
    excluded: Sequence[str] = (NotRated.EXEMPT, NotRated.SUSPENDED)
    has_quarters: bool = False
    points: Sequence[int] = ()
    common_points: int = 0
    task_points: int = 0
    exceeded_percent: int | None = None
    late_percent: int | None = None
    lower_fulfilled_percent: int | None = None
    lower_good_percent: int | None = None

    @property
    def has_points(self) -> bool:
        return bool(self.points)

    def cap(self, group: int) -> int | None:
        """How many of a group, GOOD or EXCELLENT, may be EXCELLENT by the reading that holds; None: no cap is known."""
        return self.cap_by(group, good_only=self.good_only)

    def cap_by(self, group: int, *, good_only: bool) -> int | None:
        """The same by one of the two readings. Source: R-RATE-13."""
        if self.cap_percent is None:
            return None
        cap = excellent_cap(group, percent=self.cap_percent, good_only=good_only)
        return max(cap, 1) if self.min_one and group else cap


def regime_of(symbol: str, parameters: Mapping[str, Any], local: Mapping[str, Any]) -> Regime:
    """The regime that a text gives; `local`: what the unit, or one above it, has set instead. Source: R-REG-01."""
    values = {**parameters, **local}
    percent = values.get("cap_percent")
    return Regime(
        symbol=symbol,
        cap_percent=None if percent is None else int(percent),
        good_only=values.get("base_mode", GOOD_ONLY) == GOOD_ONLY,
        refuses=bool(values.get("cap_refuses", True)),
        min_one=bool(values.get("min_one", False)),
        min_months=int(values.get("min_months", 0)),
        excluded=tuple(values.get("excluded", (NotRated.EXEMPT, NotRated.SUSPENDED))),
        has_quarters=bool(values.get("has_quarters", False)),
        points=tuple(values.get("points", ())),
        common_points=int(values.get("common_points", 0)),
        task_points=int(values.get("task_points", 0)),
        exceeded_percent=values.get("exceeded_percent"),
        late_percent=values.get("late_percent"),
        lower_fulfilled_percent=values.get("lower_fulfilled_percent"),
        lower_good_percent=values.get("lower_good_percent"),
    )


# --- The cap in words -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CapReading:
    """One reading of the cap over a group as it stands, with its arithmetic in words."""

    allowed: int
    words: str


def readings(regime: Regime, *, excellent: int, good: int) -> tuple[CapReading, CapReading] | None:
    """The cap of a group by the reading that holds, and by the other; None: no cap is known.

    “20% of 32 good = 6.4, rounded down 6”. Source: R-RATE-13.
    """
    if regime.cap_percent is None:
        return None
    return _reading(regime, excellent, good, regime.good_only), _reading(regime, excellent, good, not regime.good_only)


def _reading(regime: Regime, excellent: int, good: int, good_only: bool) -> CapReading:
    assert regime.cap_percent is not None
    base = good if good_only else good + excellent
    exact = Fraction(base * regime.cap_percent, 100)
    if good_only:
        words = _("%(percent)s%% of %(base)s good = %(exact)s")
    else:
        words = _("%(percent)s%% of %(base)s good or excellent = %(exact)s")
    words %= {"percent": regime.cap_percent, "base": numbers.number(base), "exact": numbers.number(exact)}
    allowed = int(exact)
    if exact != allowed:
        words += _(", rounded down %(allowed)s") % {"allowed": allowed}
    if regime.min_one and not allowed and base:
        allowed = 1
        words += _(", at least 1 in a small group")
    return CapReading(allowed, words)


# --- What each level asks for -----------------------------------------------------------------------------------------


class Grade(TextChoices):
    """How a group of criteria is graded where no points are given (2019–2024), the best first."""

    EXCELLENT = "EXCELLENT", pgettext_lazy("grade of criteria", "excellent")
    GOOD = "GOOD", pgettext_lazy("grade of criteria", "good")
    AVERAGE = "AVERAGE", pgettext_lazy("grade of criteria", "average")
    POOR = "POOR", pgettext_lazy("grade of criteria", "poor")


@dataclass(frozen=True)
class Marks:
    """What the body decided of one object's year, and the numbers that the conditions speak of; None: not entered.

    common_points, common_grade: one total, one grade for all common criteria. tasks_*: of the year's tasks.
    faults_*: of those named at the last review. lower_*: organisations or members below, rated.
    """

    common_points: int | None = None
    task_points: int | None = None
    common_grade: str = ""
    task_grade: str = ""
    tasks_total: int | None = None
    tasks_done: int | None = None
    tasks_on_time: int | None = None
    tasks_exceeded: int | None = None
    faults_total: int | None = None
    faults_fixed: int | None = None
    lower_rated: int | None = None
    lower_fulfilled: int | None = None
    lower_good: int | None = None

    @property
    def points(self) -> int | None:
        if self.common_points is None or self.task_points is None:
            return None
        return self.common_points + self.task_points


@dataclass(frozen=True)
class Condition:
    """One condition of a level: whether it holds, None where the numbers were not entered, and what stands there."""

    words: str
    holds: bool | None
    actual: str = ""


def conditions(regime: Regime, level: str, marks: Marks) -> list[Condition]:
    """The conditions that the regime names for a level, each with whether it holds. Source: R-RATE-08, R-RATE-09,
    R-RATE-10, R-RATE-16.
    """
    if level not in {Level.EXCELLENT, Level.GOOD, Level.FULFILLED}:
        return []
    if regime.has_points:
        return [*_of_points(regime, level, marks), *_of_tasks(regime, level, marks)]
    return [*_of_grades(level, marks), *_of_lower(regime, level, marks)]


def _of_points(regime: Regime, level: str, marks: Marks) -> list[Condition]:
    least = regime.points[[Level.EXCELLENT, Level.GOOD, Level.FULFILLED].index(Level(level))]
    points = marks.points
    return [
        Condition(
            _("%(least)s points or more") % {"least": least},
            None if points is None else points >= least,
            "" if points is None else str(points),
        )
    ]


def _of_tasks(regime: Regime, level: str, marks: Marks) -> list[Condition]:
    total = marks.tasks_total
    rows = [_share(_("all tasks done"), marks.tasks_done, total, least=100)]
    late = None if total is None or marks.tasks_on_time is None else total - marks.tasks_on_time
    if level == Level.FULFILLED:
        if regime.late_percent is not None:
            words = _("at most %(most)s%% of the tasks late") % {"most": regime.late_percent}
            rows.append(_share(words, late, total, most=regime.late_percent))
    else:
        rows.append(_share(_("all tasks done on time"), marks.tasks_on_time, total, least=100))
    if level == Level.EXCELLENT:
        if regime.exceeded_percent is not None:
            words = _("at least %(least)s%% of the tasks done beyond what was asked") % {
                "least": regime.exceeded_percent
            }
            rows.append(_share(words, marks.tasks_exceeded, total, least=regime.exceeded_percent))
        words = _("all faults named at the last review put right")
        rows.append(_share(words, marks.faults_fixed, marks.faults_total, least=100, of_nothing=True))
    return rows


def _of_grades(level: str, marks: Marks) -> list[Condition]:
    """One grade for the tasks, one for the rest: EXCELLENT and GOOD; GOOD (recalled) asks for GOOD and AVERAGE."""
    if level == Level.FULFILLED:
        return []
    task, rest = (Grade.EXCELLENT, Grade.GOOD) if level == Level.EXCELLENT else (Grade.GOOD, Grade.AVERAGE)
    return [
        _grade(_("criteria on the tasks graded %(grade)s") if task == Grade.EXCELLENT else
               _("criteria on the tasks graded %(grade)s or better"), marks.task_grade, task),
        _grade(_("the other criteria graded %(grade)s or better"), marks.common_grade, rest),
    ]  # fmt: skip


def _grade(words: str, grade: str, least: Grade) -> Condition:
    holds = Grade.values.index(grade) <= Grade.values.index(least) if grade else None
    return Condition(words % {"grade": least.label}, holds, str(Grade(grade).label) if grade else "")


def _of_lower(regime: Regime, level: str, marks: Marks) -> list[Condition]:
    """The shares of those below that EXCELLENT asks for. Source: R-RATE-16."""
    if level != Level.EXCELLENT:
        return []
    rows = []
    if (least := regime.lower_fulfilled_percent) is not None and marks.lower_rated:
        words = _("%(least)s%% of those below rated fulfilled or better") % {"least": least}
        rows.append(_share(words, marks.lower_fulfilled, marks.lower_rated, least=least))
    if (least := regime.lower_good_percent) is not None and marks.lower_rated:
        words = _("%(least)s%% of those below rated good or better") % {"least": least}
        rows.append(_share(words, marks.lower_good, marks.lower_rated, least=least))
    return rows


def _share(
    words: str,
    part: int | None,
    whole: int | None,
    *,
    least: int | None = None,
    most: int | None = None,
    of_nothing: bool | None = None,
) -> Condition:
    """A condition on the share of a part; of_nothing: whether it holds where there is nothing to take a share of."""
    if whole == 0:
        return Condition(words, of_nothing, "0")
    if part is None or whole is None:
        return Condition(words, None)
    holds = part * 100 >= least * whole if least is not None else part * 100 <= (most or 0) * whole
    return Condition(words, holds, f"{part}/{whole} ({numbers.percent(part, whole)})")


def is_marked(marks: Marks) -> bool:
    """Whether anything was entered; how those below were rated is counted, not entered."""
    lower: dict[str, Any] = {"lower_rated": None, "lower_fulfilled": None, "lower_good": None}
    return replace(marks, **lower) != Marks()


def fitting_level(regime: Regime, marks: Marks) -> Level | None:
    """The highest level none of whose conditions fails; None: no level fits, a person decides with a reason.

    What was not entered does not speak against a level; where nothing was entered there is no answer either.
    Source: R-RATE-12.
    """
    if not is_marked(marks):
        return None
    for level in (Level.EXCELLENT, Level.GOOD, Level.FULFILLED):
        if all(condition.holds is not False for condition in conditions(regime, level, marks)):
            return level
    points = marks.points
    if regime.has_points and points is not None and points < regime.points[2]:
        return Level.NOT_FULFILLED
    return None


FITS_NONE = gettext_lazy("By the numbers entered no level fits: the body decides with a written reason.")
