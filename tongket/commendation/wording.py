"""How the years of somebody, and what follows from them, read in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongket.commendation.queries.eligibility import Candidate
from tongket.commendation.rules import RUN, Mark, Outcome, Verdict

STATES = {
    Outcome.ELIGIBLE: "ok",
    Outcome.UNCLEAR: "bad",
    Outcome.NOT: "mut",
    Outcome.USED: "mut",
    Outcome.GIVEN: "info",
}


@dataclass(frozen=True)
class YearMark:
    """A year as the page shows it. words: below it; title: read aloud and on pointing; look: its colour."""

    year: int
    words: str
    title: str
    look: str


def marks(candidate: Candidate) -> list[YearMark]:
    """The years of a candidate, in order."""
    return [_mark(candidate, year, mark) for year, mark in candidate.verdict.marks.items()]


def _mark(candidate: Candidate, year: int, mark: Mark) -> YearMark:
    level = candidate.history.levels.get(year)
    if mark == Mark.EXCELLENT:
        return YearMark(year, "✓", str(mark.label), "ok")
    if mark == Mark.EXCUSED:
        return YearMark(year, _("counted in"), str(mark.label), "ok")
    if mark == Mark.UNKNOWN:
        return YearMark(year, _("not there"), str(mark.label), "missing")
    if mark == Mark.NOT_RATED:
        return YearMark(year, _("none"), str(mark.label), "mut")
    return YearMark(year, short_level(level), level_words(level), "warn" if level == "FULFILLED" else "mut")


def short_level(level: str | None) -> str:
    """A level in a letter or two."""
    short = {"EXCELLENT": _("Exc."), "GOOD": _("Good"), "FULFILLED": _("Ful."), "NOT_FULFILLED": _("Not f.")}
    return short.get(level or "", _("none"))


def level_words(level: str | None) -> str:
    words = {
        "EXCELLENT": _("rated excellent"),
        "GOOD": _("rated good"),
        "FULFILLED": _("rated fulfilled"),
        "NOT_FULFILLED": _("rated not fulfilled"),
    }
    return words.get(level or "", _("not rated"))


def years_in_words(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)


def outcome(candidate: Candidate) -> tuple[str, str]:
    """What came of looking at somebody, with its colour; to ask the commission comes before a yes."""
    verdict = candidate.verdict
    if candidate.ask and verdict.outcome == Outcome.ELIGIBLE:
        return _("ask the inspection commission"), "warn"
    if verdict.outcome == Outcome.UNCLEAR:
        return _("no level for %(years)s") % {"years": years_in_words(verdict.years_with(Mark.UNKNOWN))}, "bad"
    return str(verdict.outcome.label), STATES[verdict.outcome]


def reasons(candidate: Candidate) -> list[str]:
    """Why, in short sentences, the weightiest first."""
    verdict = candidate.verdict
    said = [*_against(candidate)]
    if candidate.ask:
        said.append(_("ask the inspection commission before proposing"))
    if len(verdict.marks) == RUN and not verdict.years_with(Mark.OTHER):
        said.append(_("%(count)s of %(all)s years") % {"count": verdict.counted, "all": RUN})
    said += [
        _("changed unit between %(before)s and %(after)s") % {"before": before, "after": after}
        for before, after in candidate.moves
    ]
    if verdict.eligible_in is not None and len(verdict.marks) == RUN:
        said.append(_("at the earliest in %(year)s") % {"year": verdict.eligible_in})
    return said


def _against(candidate: Candidate) -> list[str]:
    verdict = candidate.verdict
    said = []
    if verdict.outcome == Outcome.USED and verdict.used is not None:
        said.append(
            _("already commended for %(first)s-%(last)s; counted anew from %(next)s")
            % {"first": verdict.used.from_year, "last": verdict.used.to_year, "next": verdict.used.to_year + 1}
        )
    said += [
        _("%(year)s %(level)s") % {"year": year, "level": level_words(candidate.history.levels.get(year))}
        for year in verdict.years_with(Mark.OTHER)
    ]
    if years := verdict.years_with(Mark.NOT_RATED):
        said.append(_("not rated in %(years)s") % {"years": years_in_words(years)})
    if years := verdict.years_with(Mark.EXCUSED):
        said.append(_("%(years)s does not break the run, by decision") % {"years": years_in_words(years)})
    return said


def advice(verdict: Verdict) -> str:
    """What can be done about a run that is not complete; empty where nothing can."""
    if verdict.outcome == Outcome.UNCLEAR:
        return _("Enter the level of the missing year from the papers of that time, then look again.")
    if verdict.outcome == Outcome.NOT and verdict.years_with(Mark.NOT_RATED) and not verdict.years_with(Mark.OTHER):
        return _("A year without a level breaks the run, unless the competent body decides otherwise.")
    return ""
