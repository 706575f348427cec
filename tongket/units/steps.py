"""How far the steps of setting up have come that are about units and people."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import dates
from tongket.org.models import Account, Domain, Grant, Opening, Unit
from tongket.org.queries.grants import running_on
from tongket.pages.due import DueItem, source
from tongket.pages.menu import address
from tongket.pages.setting_up import State


def organisation(opening: Opening, on: date) -> State:
    name = " ".join(opening.printed_name.split())
    return State(_("%(name)s, %(province)s") % {"name": name, "province": opening.province}, is_done=True)


def founders(opening: Opening, on: date) -> State:
    people = [opening.administrator, opening.secretary]
    signed_in = set(
        Account.objects.filter(person__in=people, last_login__isnull=False).values_list("person_id", flat=True)
    )  # unscoped: whether the two founders have come, for who sets the system up
    waiting = [person.full_name for person in people if person is not None and person.pk not in signed_in]
    if waiting:
        return State(_("has not signed in yet: %(names)s") % {"names": ", ".join(waiting)}, is_done=False)
    if opening.confirmed_at is None:
        return State(_("%(name)s has not confirmed the office yet") % {"name": opening.secretary}, is_done=False)
    return State(_("both have signed in, leadership is confirmed"), is_done=True)


def units(opening: Opening, on: date) -> State:
    count = Unit.objects.filter(place__is_living=True).count()  # unscoped: a number, for who sets the system up
    if count <= 1:
        return State(_("only the organisation itself so far"), is_done=False)
    return State(ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}, is_done=True)


def people(opening: Opening, on: date) -> State:
    """Whether every unit has somebody who leads it here."""
    living = Unit.objects.filter(place__is_living=True)  # unscoped: numbers, for who sets the system up
    led = Grant.objects.filter(running_on(on), domain=Domain.LEAD).values("unit")  # unscoped: numbers, as above
    without = living.exclude(pk__in=led).count()
    if without:
        words = ngettext(
            "%(count)s unit has nobody who leads it here", "%(count)s units have nobody who leads them here", without
        )
        return State(words % {"count": without}, is_done=False)
    return State(_("every unit has somebody who leads it here"), is_done=True)


@source
def to_confirm(person: object, on: date) -> list[DueItem]:
    """The secretary's own confirmation, which the leadership waits for."""
    waiting = Opening.objects.filter(secretary=getattr(person, "pk", None), confirmed_at=None)
    opening = waiting.exclude(founded_at=None).select_related("secretary_term").first()
    if opening is None or opening.secretary_term is None:
        return []
    return [
        DueItem(
            _("Confirm your office"),
            _("%(office)s by decision %(decision)s, since %(day)s")
            % {
                "office": opening.secretary_term.get_office_display(),
                "decision": opening.secretary_term.decision,
                "day": dates.dmy(opening.secretary_term.from_on),
            },
            None,
            _("Look and confirm"),
            address("units:confirm_lead"),
        )
    ]
