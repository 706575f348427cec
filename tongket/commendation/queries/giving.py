"""Which body gives an award, what it is called, and the money that goes with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from tongket.commendation import rules
from tongket.commendation.models import Award, Case, Nominee
from tongket.commendation.rules import Form, GiverLevel, Ground, Recipient
from tongket.meetings.models import Meeting
from tongket.org.models import Place, Unit
from tongket.regulations import paper_rules
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, in_force, parameter

MEMBER_TITLE = "Hoàn thành xuất sắc nhiệm vụ"


def body_above(unit: Unit, level: str) -> Unit | None:
    """The unit whose body decides at a level: the unit itself or the nearest above it; None: none keeps books here."""
    place = unit.place
    above = Place.objects.filter(pos__lte=place.pos, last__gte=place.last, is_living=True)
    for each in above.select_related("unit__place").order_by("-level"):
        if rules.levels_of_kind(each.kind) == level:
            return each.unit
    return None


def body_name(unit: Unit | None, level: str) -> str:
    """The body that gives, as a decision names it: the standing committee from the superior up (R-COM-01)."""
    if unit is None:
        return "Ban Thường vụ Tỉnh uỷ" if level == GiverLevel.PROVINCIAL else ""
    name = paper_rules.issuer_name(unit.place.the_kind, unit.place.name)
    is_standing = level in {GiverLevel.SUPERIOR, GiverLevel.PROVINCIAL}
    return f"Ban Thường vụ {name}" if is_standing else name


def kinds_under(unit: Unit) -> list[str]:
    """The kinds of the unit and of what stands under it."""
    inside = Place.objects.filter(pos__range=(unit.place.pos, unit.place.last))
    return sorted(set(inside.values_list("kind", flat=True)))


def who_gives(object_: rules.Object, ground: str, form: str) -> str:
    """Who gives a form for a ground, in words. Source: R-COM-01."""
    levels = rules.bodies_for(object_, ground, form)
    if not levels:
        return _("This form is not given for this: choose another form.")
    return _("This is given by: %(levels)s.") % {"levels": ", ".join(str(level.label) for level in levels)}


def title_of(recipient: str, ground: str, year: int) -> str:
    """The title that goes with the level of a year, as it was called in that year (R-COM, 6.1); empty where the case
    has words of its own.
    """
    if ground not in {Ground.YEAR_TITLE, Ground.STREAK, Ground.YEAR}:
        return ""
    name = MEMBER_TITLE
    if recipient == Recipient.ORGANISATION:
        try:
            name = str(parameter(Topic.COMMENDATION, "organisation_title", date(year, 12, 31)))
        except NoRegulation:
            return ""
    return f"{name} 5 năm liền" if ground == Ground.STREAK else name


@dataclass(frozen=True)
class Money:
    """What goes with awards decided on a day: times the base salary. None, empty: no text is known for that day."""

    base_salary: int | None
    multiples: Mapping[str, Any]

    @classmethod
    def of(cls, day: date) -> "Money":
        try:
            salary = int(parameter(Topic.BASE_SALARY, "amount", day))
            return cls(salary, in_force(Topic.COMMENDATION, day).parameters)
        except NoRegulation:
            return cls(None, {})

    def amount(self, recipient: str, kind: str, ground: str, form: str) -> int | None:
        """The money with one award; None where none is laid down. Source: R-COM-07."""
        key = rules.money_key(rules.object_of(recipient, kind), ground, form)
        if self.base_salary is None or key is None or key not in self.multiples:
            return None
        return rules.money(self.multiples[key], self.base_salary)


def nominees(case: Case) -> QuerySet[Nominee]:
    """Those on the list, in the order of the tree, with what pages and papers say of them."""
    rows = case.nominees.select_related("unit__place__parent__place", "member__person", "model", "award")
    return rows.order_by("recipient", "unit__place__pos", "member__name_order", "name", "pk")


def awards_of(case: Case) -> QuerySet[Award]:
    """The awards that came of a case, in the order of its list."""
    rows = Award.objects.filter(nominee__case=case)  # unscoped: of a case that was found
    rows = rows.select_related("unit__place__parent__place", "member__person", "model")
    return rows.order_by("recipient", "unit__place__pos", "member__name_order", "name", "pk")


def forms_given_by(unit: Unit, recipient: str, ground: str) -> list[tuple[Form, GiverLevel]]:
    """The forms that the unit may run a case for: those of its own body and of the bodies above it; those of its own
    body first.
    """
    own = rules.levels_of_kind(unit.place.kind)
    order = list(GiverLevel)
    found: dict[tuple[Form, GiverLevel], None] = {}
    for kind in kinds_under(unit):
        for authority in rules.authorities(rules.object_of(recipient, kind), ground):
            if order.index(authority.level) >= order.index(own):
                found[(authority.form, authority.level)] = None
    return sorted(found, key=lambda pair: (pair[0] == Form.PRAISE, order.index(pair[1]), list(Form).index(pair[0])))


def meeting_in_words(model: type[Model], name: str, before: Any, after: Any) -> str | None:
    """A meeting in the history of a case or an award, by its name; None: another field."""
    if name != "meeting":
        return None
    rows = Meeting.objects.filter(pk__in=[pk for pk in (before, after) if pk])  # unscoped: named on the page
    titles = {str(pk): title for pk, title in rows.values_list("pk", "title")}
    return " → ".join(titles.get(str(pk), "–") for pk in (before, after))
