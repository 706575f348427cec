"""What the pages of members share: the members that they are about, and the way back to the roll."""

from django.utils.translation import gettext_lazy

from tongket.members.models import Member
from tongket.pages.deeds import Rows

ROLL = [(gettext_lazy("Members"), "members:list")]
MEMBERS = Rows(
    query=lambda: Member.objects.select_related("person", "unit__place__parent__place"),
    crumbs=ROLL,
    name=lambda member: member.name,
    subtitle=lambda member: member.unit.place.name,
)
