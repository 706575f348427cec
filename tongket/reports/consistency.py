"""What must agree within a report: parts with their total, a number with its limit, a number with the last one.

A form holds its checks as data: {"rule": "sum", "parts": [code, …], "total": code},
{"rule": "at_most", "value": code, "limit": code}, {"rule": "change", "value": code, "percent": 30},
{"rule": "balance", "start": code, "plus": [code, …], "minus": [code, …], "end": code}. What every form must hold (its
columns, the records, the period before) is no data of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import numbers
from tongket.reports.models import AT_START, SINCE_JANUARY, FormField
from tongket.reports.rules import NOT_APPLICABLE

LARGEST_CHANGE = 1000  # percent; a number that may grow tenfold is not compared at all


class Rule(TextChoices):
    """The kinds of check, named by what a form's page calls them."""

    SUM = "sum", gettext_lazy("Parts make a total")
    AT_MOST = "at_most", gettext_lazy("Not more than another number")
    BALANCE = "balance", gettext_lazy("Start, what came, what went, end")
    CHANGE = "change", gettext_lazy("Compared with the last period")

    @property
    def short(self) -> str:
        """In two words, for a button."""
        return {
            "sum": _("a total"),
            "at_most": _("a limit"),
            "balance": _("a balance"),
            "change": _("the last period"),
        }[self.value]


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
            case "balance":
                yield from _balance(check, labels, now)
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


def _balance(check: Mapping[str, Any], labels: Mapping[str, str], now: Mapping[str, int]) -> Iterator[Fault]:
    """Source: R-MEM-17, where all that comes and goes is asked for; a form that leaves some out has it explained.

    Books that were opened within the period begin with nothing, and what was entered then came by no decision.
    """
    start, end = check["start"], check["end"]
    if start not in now or end not in now:
        return
    came = sum(now.get(code, 0) for code in check["plus"])
    went = sum(now.get(code, 0) for code in check["minus"])
    if not (now[start] or came or went):
        return
    expected = now[start] + came - went
    if expected != now[end]:
        text = _("%(start)s + %(came)s − %(went)s = %(expected)s, but %(label)s is %(end)s: correct or explain it.") % {
            "start": numbers.number(now[start]),
            "came": numbers.number(came),
            "went": numbers.number(went),
            "expected": numbers.number(expected),
            "label": labels[end],
            "end": numbers.number(now[end]),
        }
        yield Fault(end, text, is_hard=False)


def _change(
    check: Mapping[str, Any], labels: Mapping[str, str], now: Mapping[str, int], before: Mapping[str, int]
) -> Iterator[Fault]:
    value, most = check["value"], int(check["percent"])
    if value not in now or not before.get(value):
        return
    changed = abs(now[value] - before[value]) * 100
    if changed > most * before[value]:
        text = _("%(label)s was %(before)s in the last period and is %(now)s now: correct or explain it.") % {
            "label": labels[value],
            "before": numbers.number(before[value]),
            "now": numbers.number(now[value]),
        }
        yield Fault(value, text, is_hard=False)


# --- What every form must hold ---------------------------------------------------------------------------------------


def of_columns(
    fields: Mapping[str, FormField], values: Mapping[str, str], last: Mapping[str, str], *, is_first_of_year: bool
) -> Iterator[Fault]:
    """What does not agree between the columns of a line, and with those of the period just before (R-REP-05).

    last: the values of that period; empty: nothing was sent.
    """
    now, before = _numbers(values), _numbers(last)
    for code, field in fields.items():
        if code not in now:
            continue
        if code.endswith(SINCE_JANUARY):
            yield from _since_january(field, now, {} if is_first_of_year else before)
        elif code.endswith(AT_START) and field.line in before and before[field.line] != now[code]:
            text = _("%(label)s is %(now)s, but the last period ended with %(before)s: correct or explain it.") % {
                "label": field.name,
                "now": numbers.number(now[code]),
                "before": numbers.number(before[field.line]),
            }
            yield Fault(code, text, is_hard=False)


def _since_january(field: FormField, now: Mapping[str, int], before: Mapping[str, int]) -> Iterator[Fault]:
    if field.line not in now:
        return
    total, part = now[field.code], now[field.line]
    if total < part:
        text = _("%(label)s cannot be less than the %(part)s of the period alone.") % {
            "label": field.name,
            "part": numbers.number(part),
        }
        yield Fault(field.code, text, is_hard=True)
    elif field.code in before and before[field.code] + part != total:
        text = _(
            "%(label)s is %(now)s, but %(before)s until the last period and %(part)s in this one make %(sum)s."
        ) % {
            "label": field.name,
            "now": numbers.number(total),
            "before": numbers.number(before[field.code]),
            "part": numbers.number(part),
            "sum": numbers.number(before[field.code] + part),
        }
        yield Fault(field.code, text, is_hard=False)


def against_records(
    labels: Mapping[str, str], values: Mapping[str, str], counted: Mapping[str, int]
) -> Iterator[Fault]:
    """Numbers that contradict the records; where the records hold nothing, the unit keeps none and is believed."""
    for code, number in _numbers(values).items():
        if counted.get(code) and counted[code] != number:
            text = _("The records say %(counted)s, not %(number)s: correct or explain it.") % {
                "counted": numbers.number(counted[code]),
                "number": numbers.number(number),
            }
            yield Fault(code, text, is_hard=False)


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
    if rule == Rule.BALANCE:
        return _balanced(said)
    if not 1 <= said["percent"] <= LARGEST_CHANGE:
        raise ValidationError(
            {"percent": _("Write a number from 1 to %(most)s.") % {"most": numbers.number(LARGEST_CHANGE)}}
        )
    return {"rule": rule.value, "value": said["value"], "percent": said["percent"]}


def _balanced(said: Mapping[str, Any]) -> dict[str, Any]:
    plus, minus = list(dict.fromkeys(said["plus"])), list(dict.fromkeys(said["minus"]))
    if said["start"] == said["end"]:
        raise ValidationError({"end": _("Choose another number than the one at the start.")})
    if not plus and not minus:
        raise ValidationError({"plus": _("Tick what comes or what goes in between.")})
    if {said["start"], said["end"]} & {*plus, *minus} or set(plus) & set(minus):
        raise ValidationError({"minus": _("Each number stands in one place only.")})
    return {"rule": "balance", "start": said["start"], "plus": plus, "minus": minus, "end": said["end"]}


def codes_of(check: Mapping[str, Any]) -> set[str]:
    """The fields that a check is about."""
    named = {check[name] for name in ("total", "value", "limit", "start", "end") if name in check}
    return named.union(check.get("parts", ()), check.get("plus", ()), check.get("minus", ()))


def in_words(check: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """What a check asks for, for its reader; a field without a label by its code."""

    def name(code: str) -> str:
        return labels.get(code, code)

    match check["rule"]:
        case "sum":
            return f"{' + '.join(name(code) for code in check['parts'])} = {name(check['total'])}"
        case "at_most":
            return f"{name(check['value'])} ≤ {name(check['limit'])}"
        case "balance":
            came = "".join(f" + {name(code)}" for code in check["plus"])
            went = "".join(f" − {name(code)}" for code in check["minus"])
            return f"{name(check['start'])}{came}{went} = {name(check['end'])}"
        case "change":
            said = _("%(label)s: a change of more than %(percent)s%% against the last period is explained")
            return said % {"label": name(check["value"]), "percent": numbers.number(check["percent"])}
        case unknown:
            raise ValueError(f"no rule of consistency: {unknown}")
