"""What must agree within a report: parts with their total, a number with its limit, a number with the last one.

A form holds its checks as data: {"rule": "sum", "parts": [code, …], "total": code},
{"rule": "at_most", "value": code, "limit": code}, {"rule": "change", "value": code, "percent": 30}.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import numbers
from tongket.reports.rules import NOT_APPLICABLE

LARGEST_CHANGE = 1000  # percent; a number that may grow tenfold is not compared at all


class Rule(TextChoices):
    """The kinds of check, named by what a form's page calls them."""

    SUM = "sum", gettext_lazy("Parts make a total")
    AT_MOST = "at_most", gettext_lazy("Not more than another number")
    CHANGE = "change", gettext_lazy("Compared with the last period")

    @property
    def short(self) -> str:
        """In two words, for a button."""
        return {"sum": _("a total"), "at_most": _("a limit"), "change": _("the last period")}[self.value]


@dataclass(frozen=True)
class Fault:
    """field: the code of the field it stands beside. is_hard: to be corrected; else to be explained."""

    field: str
    text: str
    is_hard: bool


def faults(
    checks: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
    values: Mapping[str, str],
    last: Mapping[str, str],
) -> Iterator[Fault]:
    """What does not agree in the values of a report; last: those of the period before.

    Numbers that are missing or not applicable count as nothing in a sum and are not compared otherwise.
    Source: R-REP-03.
    """
    now, before = _numbers(values), _numbers(last)
    for check in checks:
        match check["rule"]:
            case "sum":
                yield from _sum(check, labels, now)
            case "at_most":
                yield from _at_most(check, labels, now)
            case "change":
                yield from _change(check, labels, now, before)
            case unknown:
                raise ValueError(f"no rule of consistency: {unknown}")


def _numbers(values: Mapping[str, str]) -> dict[str, int]:
    return {code: int(value) for code, value in values.items() if value and value != NOT_APPLICABLE}


def _sum(check: Mapping[str, Any], labels: Mapping[str, str], now: Mapping[str, int]) -> Iterator[Fault]:
    total, parts = check["total"], [code for code in check["parts"] if code in now]
    if total not in now or not parts:
        return
    together = sum(now[code] for code in parts)
    if together != now[total]:
        text = _("%(label)s is %(total)s, but its parts make %(sum)s: correct one of them.") % {
            "label": labels[total],
            "total": numbers.number(now[total]),
            "sum": numbers.number(together),
        }
        yield Fault(total, text, is_hard=True)


def _at_most(check: Mapping[str, Any], labels: Mapping[str, str], now: Mapping[str, int]) -> Iterator[Fault]:
    value, limit = check["value"], check["limit"]
    if value in now and limit in now and now[value] > now[limit]:
        text = _("%(label)s cannot be more than %(limit)s: %(number)s.") % {
            "label": labels[value],
            "limit": labels[limit],
            "number": numbers.number(now[limit]),
        }
        yield Fault(value, text, is_hard=True)


def _change(
    check: Mapping[str, Any], labels: Mapping[str, str], now: Mapping[str, int], before: Mapping[str, int]
) -> Iterator[Fault]:
    value, most = check["value"], int(check["percent"])
    if value not in now or not before.get(value):
        return
    changed = abs(now[value] - before[value]) * 100
    if changed > most * before[value]:
        text = _("%(label)s was %(before)s in the last period and is %(now)s now: correct it, or explain it below.") % {
            "label": labels[value],
            "before": numbers.number(before[value]),
            "now": numbers.number(now[value]),
        }
        yield Fault(value, text, is_hard=False)


# --- Checks as an office sets them -----------------------------------------------------------------------------------


def checked(rule: Rule, said: Mapping[str, Any]) -> dict[str, Any]:
    """A check as a form holds it. said: by the names of a check's own entries.

    Raises ValidationError that names the entry: a total among its parts, less than two parts, a number compared with
    itself, a change out of 1 … LARGEST_CHANGE.
    """
    if rule == Rule.SUM:
        parts, total = list(dict.fromkeys(said["parts"])), said["total"]
        if total in parts:
            raise ValidationError({"total": _("A total is not one of its own parts: choose another, or untick it.")})
        if len(parts) < 2:
            raise ValidationError({"parts": _("Tick at least two parts.")})
        return {"rule": rule.value, "parts": parts, "total": total}
    if rule == Rule.AT_MOST:
        if said["value"] == said["limit"]:
            raise ValidationError({"limit": _("Choose another number than the one that it limits.")})
        return {"rule": rule.value, "value": said["value"], "limit": said["limit"]}
    if not 1 <= said["percent"] <= LARGEST_CHANGE:
        raise ValidationError(
            {"percent": _("Write a number from 1 to %(most)s.") % {"most": numbers.number(LARGEST_CHANGE)}}
        )
    return {"rule": rule.value, "value": said["value"], "percent": said["percent"]}


def codes_of(check: Mapping[str, Any]) -> set[str]:
    """The fields that a check is about."""
    named = {check[name] for name in ("total", "value", "limit") if name in check}
    return named | set(check.get("parts", ()))


def in_words(check: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """What a check asks for, for its reader; a field without a label by its code."""

    def name(code: str) -> str:
        return labels.get(code, code)

    match check["rule"]:
        case "sum":
            return f"{' + '.join(name(code) for code in check['parts'])} = {name(check['total'])}"
        case "at_most":
            return f"{name(check['value'])} ≤ {name(check['limit'])}"
        case "change":
            said = _("%(label)s: a change of more than %(percent)s%% against the last period is explained")
            return said % {"label": name(check["value"]), "percent": numbers.number(check["percent"])}
        case unknown:
            raise ValueError(f"no rule of consistency: {unknown}")
