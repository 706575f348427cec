"""What the pages of members share: the members that they are about, the way back to the roll, forms with cells."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import clock
from tongket.members import base
from tongket.members.models import Member
from tongket.org.models import Unit
from tongket.pages.deeds import Rows
from tongket.pages.forms import OfficeForm, posted
from tongket.pages.request import Request

ROLL = [(gettext_lazy("Members"), "members:list")]
MEMBERS = Rows(
    query=lambda: Member.objects.select_related("person", "unit__place__parent__place"),
    crumbs=ROLL,
    name=lambda member: member.name,
    subtitle=lambda member: member.unit.place.name,
)


def cell_form(
    form_class: Callable[..., OfficeForm], initial: Callable[[Request], dict[str, Any]] = lambda request: {}
) -> Callable[[Request, Any], OfficeForm]:
    """Makes a form that offers cells or finds members within the reach of the person."""

    def make(request: Request, _row: Any) -> OfficeForm:
        return form_class(*posted(request), person=request.person, on=request.today, initial=initial(request))

    return make


def base_of_today(unit: Unit) -> str:
    """What the form of a vote says of its base before the day of the vote is known."""
    size = base.size(base.of_cell(unit, clock.today()))
    words = _("By the roll of today the base is %(base)s; it is worked out anew for the day of the vote.")
    return words % {"base": size}
