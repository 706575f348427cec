"""Who sees restricted data and their own record; what waits (S-11, S-54)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.members.models import CorrectionRequest, RequestState
from tongket.members.private import queries
from tongket.org import access
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.pages import due, menu
from tongket.pages.links import link

declare(
    "member.sensitive",
    gettext_lazy("see restricted data of members, masked"),
    data_class="D3",
    grants={"self": MINE, "org": TREE},
)
declare(
    "member.reveal",
    gettext_lazy("see the numbers behind the mask, with a reason"),
    data_class="D3",
    writes=True,
    grants={"self": MINE, "org": TREE},
)
declare(
    "member.contact",
    gettext_lazy("see and keep the phone of members of one's own cell"),
    data_class="D3",
    writes=True,
    grants={"lead_cell": OWN},
)
declare(
    "member.restrict",
    gettext_lazy("keep restricted data of members, erase them when they are no longer needed"),
    data_class="D3",
    writes=True,
    grants={"org": TREE},
)
declare(
    "member.ask",
    gettext_lazy("ask for a correction of one's own record"),
    data_class="D2",
    writes=True,
    grants={"self": MINE, "act_member": MINE},
)
declare(
    "member.answer",
    gettext_lazy("answer requests for a correction, compare the list with the files"),
    data_class="D2",
    writes=True,
    grants={"org": TREE},
)

menu.add(gettext_lazy("My record"), "members:me", "member.ask", group="", order=15, icon="user")


@due.source
def requests_to_answer(person: Any, on: date) -> Iterator[due.DueItem]:
    """One item for all requests of the person's reach that wait."""
    rows = CorrectionRequest.objects.filter(state=RequestState.OPEN)
    waiting = list(access.scope(rows, person, "member.answer", on=on).order_by("due_on")[:200])
    if waiting:
        words = ngettext(
            "%(count)s member asks for a correction", "%(count)s members ask for a correction", len(waiting)
        )
        yield due.DueItem(
            title=words % {"count": len(waiting)},
            text=_("Requests about one's own record are answered within ten days."),
            due_on=waiting[0].due_on,
            action_label=_("Show them"),
            action_url=reverse("members:requests"),
        )


@due.source
def files_to_compare(person: Any, on: date) -> Iterator[due.DueItem]:
    """The units of the person's own grants whose list has not been compared with the files lately (R-MEM-18)."""
    for place, due_on in queries.files_to_compare(person, on):
        yield due.DueItem(
            title=_("The list is to be compared with the paper files"),
            text=place.name,
            due_on=due_on,
            action_label=_("Note a comparison"),
            action_url=reverse("members:check"),
        )


@due.source
def data_to_erase(person: Any, on: date) -> Iterator[due.DueItem]:
    """Leavers whose restricted data are no longer needed: proposed here, erased by hand (S-55)."""
    if not any(grant.domain == "org" for grant in person.running_grants(on)):
        return
    count = queries.to_erase(queries.leavers(person, on), on).count()
    if count:
        words = ngettext(
            "The restricted data of %(count)s leaver may be erased",
            "The restricted data of %(count)s leavers may be erased",
            count,
        )
        yield due.DueItem(
            title=words % {"count": count},
            text=_("Nothing is erased by itself: a person confirms each."),
            due_on=None,
            action_label=_("Show them"),
            action_url=link(reverse("members:closed"), kept="erase"),
        )
