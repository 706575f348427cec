"""What units may be reminded of: each package adds its matters in `policy.py`; and what was reminded already."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import access
from tongket.org.models import Person, Unit, UnitOwned
from tongket.pages.buttons import Button
from tongket.pages.models import Reminder
from tongket.pages.record import Section, SmallTable
from tongket.pages.request import Request

VERB = "reminder.write"


@dataclass(frozen=True)
class Matter:
    """Something that units owe.

    read: the verb by which those above see the rows; act: the verb of those who must do it. model, late: which of its
    rows are late on a day; due_field: the day of a row; related: what its title reads beside it. Due items of a row
    call it by `key`.
    """

    name: str
    read: str
    act: str
    model: type[UnitOwned]
    late: Callable[[date], Q]
    due_field: str
    title: Callable[[Any], str]
    related: tuple[str, ...] = ()

    def key(self, row: Any) -> str:
        return f"{self.name}:{row.pk}"


MATTERS: dict[str, Matter] = {}


def add(matter: Matter) -> Matter:
    MATTERS[matter.name] = matter
    return matter


def remindable(matter: Matter, person: access.Reader, *, on: date) -> QuerySet[Any]:
    """The late rows whose units the person may remind, the longest late first."""
    late: QuerySet[Any] = access.scope(
        matter.model._default_manager.filter(matter.late(on)), person, matter.read, on=on
    )
    rows: QuerySet[Any, Any] = access.scope(late, person, VERB, on=on)
    return rows.select_related("unit__place__parent__place", *matter.related).order_by(
        matter.due_field, "unit__place__pos", "pk"
    )


def button(request: Request, matter: Matter, label: Any = "") -> list[Button]:
    """The button that leads from a list to the reminding of those who are late; none where nobody is."""
    if not access.holds(request.person, VERB, on=request.today):
        return []
    if not remindable(matter, request.person, on=request.today).exists():
        return []
    return [Button(label or _("Remind those who are late"), reverse("units:remind", args=[matter.name]))]


def who_must_act(unit: Unit, matter: Matter, *, on: date) -> list[Person]:
    """Those of the unit itself who hold the verb by which it is done."""
    people = Person.objects.filter(grants__unit=unit).distinct().order_by("name_order", "pk")
    return [person for person in people if access.may(person, matter.act, unit, on=on)]


# --- What was reminded -----------------------------------------------------------------------------------------------


def latest(keys: Iterable[str]) -> dict[str, Reminder]:
    """By the key of what they are about: the last reminder."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = Reminder.objects.filter(key__in=wanted).select_related("by")  # unscoped: about rows that the reader sees
    return {reminder.key: reminder for reminder in rows.order_by("at")}


def words(reminder: Reminder) -> str:
    return _("Reminded on %(day)s by %(name)s") % {"day": dates.dmy(reminder.on), "name": reminder.by.full_name}


def section(matter: Matter, row: Any) -> list[Section]:
    """The reminders about a row, for its page; nothing where there was none."""
    rows = Reminder.objects.filter(key=matter.key(row)).select_related("by")  # unscoped: the row is in scope
    lines = [[dates.moment(reminder.at), reminder.by.full_name] for reminder in rows.order_by("-at")]
    if not lines:
        return []
    table = SmallTable([(_("Reminded at"), "start"), (_("By"), "start")], lines)
    return [Section(_("Reminders sent"), table=table)]
