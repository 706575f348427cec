"""Who reads the roll, who changes it, who records admissions; what waits for them (docs/reference/rights.md)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.core.dated import runs_on
from tongket.members import corrections as _corrections  # noqa: F401  how its tables are put right
from tongket.members import queries
from tongket.members.actions import handover
from tongket.members.actions.roll import refresh_name
from tongket.members.badges import policy as _badges  # noqa: F401  its verbs and due items
from tongket.members.life import policy as _life  # noqa: F401  its due items
from tongket.members.models import Member, Spell
from tongket.members.private import policy as _private  # noqa: F401  its verbs and due items
from tongket.members.roll import search
from tongket.members.rules import ON_ROLL
from tongket.members.statistics import policy as _statistics  # noqa: F401  its verbs
from tongket.members.units import policy as _units  # noqa: F401  its notices and due items
from tongket.org import access, seams
from tongket.org.access import MINE, OWN, TREE, declare
from tongket.org.models import Person
from tongket.org.models.people import HOMES
from tongket.pages import due, menu, picker
from tongket.pages.links import link
from tongket.units import queries as units
from tongket.votes import queries as votes

declare(
    "member.read",
    gettext_lazy("read the roll of members"),
    data_class="D2",
    grants={
        "self": MINE,
        "lead_cell": OWN,
        "lead_committee": TREE,
        "office": TREE,
        "org": TREE,
        "insp": TREE,
    },
)
declare(
    "member.write",
    gettext_lazy("keep the roll of members"),
    data_class="D2",
    writes=True,
    grants={"org": TREE, "lead_cell": OWN},
)
declare(
    "member.admit",
    gettext_lazy("record admissions"),
    data_class="D2",
    writes=True,
    grants={"org": TREE, "lead_cell": OWN},
)

access.PERSON_WAYS.append("membership__unit__")
HOMES.append(
    lambda person, on: Spell.objects.filter(runs_on(on), member__person=person).values("unit")
)  # unscoped: own

menu.add(gettext_lazy("Members"), "members:list", "member.read", group="", order=40, icon="users")


picker.add(
    picker.row_source(
        lambda scope: (
            queries.cells_of(scope.person, scope.verb, on=scope.on)
            .select_related("place__parent__place")
            .order_by("place__pos")
        ),
        name="cell",
        key="code",
        label=gettext_lazy("Cell"),
        hint=gettext_lazy("Name or code (marks are not needed)"),
        find=lambda cells, words: units.by_name(cells, words, most=picker.MOST_SHOWN + 1),
        exact=lambda cells, words: cells.filter(code__iexact=words),
        choice=units.choice,
        option=queries.name_of_cell,
    )
)
picker.add(
    picker.row_source(
        lambda scope: (
            access.scope(Member.objects.filter(state__in=ON_ROLL), scope.person, scope.verb, on=scope.on)
            .select_related("person", "unit__place__parent__place")
            .order_by("name_order", "pk")
        ),
        name="member",
        label=gettext_lazy("Member"),
        hint=gettext_lazy("Name (marks are not needed) or card number"),
        find=search.by_name_or_card,
        exact=search.exactly,
        choice=lambda member: picker.Choice(str(member.pk), member.name, search.about(member)),
        verbs={"member.read", "member.write", "member.admit"},
        missing=gettext_lazy("Nobody on the roll has this card number or name."),
        several=gettext_lazy("Several members have this name: choose one of them, or enter the card number."),
    )
)


@due.source
def ceremonies_to_record(person: Any, on: date) -> Iterator[due.DueItem]:
    """Admissions decided without a ceremony so far: one item for all of them."""
    waiting = queries.without_ceremony(person, on)
    if waiting:
        yield due.DueItem(
            title=ngettext(
                "%(count)s admission waits for its ceremony",
                "%(count)s admissions wait for their ceremony",
                len(waiting),
            )
            % {"count": len(waiting)},
            text=", ".join(sorted({admission.unit.place.short_name for admission in waiting}))[:200],
            due_on=queries.Deadlines().ceremony_due_on(waiting[0].decided_on, waiting[0].received_on),
            action_label=_("Show them"),
            action_url=link(reverse("members:admissions"), ceremony="none"),
        )


@due.source
def probations_to_end(person: Any, on: date) -> Iterator[due.DueItem]:
    """Probationary members whose 12 months are over: one item for all of them (R-MEM-09)."""
    waiting = queries.past_probation(person, on)
    if waiting:
        yield due.DueItem(
            title=ngettext(
                "%(count)s member has completed the probation",
                "%(count)s members have completed the probation",
                len(waiting),
            )
            % {"count": len(waiting)},
            text=_("The cell considers them within 30 working days."),
            due_on=queries.Deadlines().recognition_due_on(waiting[0]),
            action_label=_("Show them"),
            action_url=link(reverse("members:list"), state="PROBATION_OVER"),
        )


@seams.name_keeper
def member_keeps_the_name(person: Person) -> str:
    """Members have their name corrected with their record, whose lists repeat it."""
    is_member = Member.objects.filter(person=person).exists()  # unscoped: whether there is one at all
    return _("This person stands on the roll: correct the name on the page of the member.") if is_member else ""


@seams.known_source
def members_by_name(people: Sequence[UUID], reader: access.Reader, on: date) -> dict[UUID, seams.Known]:
    """The cells of members, and for those who may read the file their birth and card."""
    rows = Member.objects.filter(person__in=people).select_related("unit__place")  # unscoped: found by the full name
    readable = access.scope(Member.objects.filter(person__in=people), reader, "member.read", on=on)
    open_files = set(readable.values_list("pk", flat=True))
    return {
        member.person_id: seams.Known(
            _in_words(member, has_file=member.pk in open_files), member.born_on, member.card_number
        )
        for member in rows
    }


def _in_words(member: Member, *, has_file: bool) -> str:
    parts = [_("member of %(unit)s") % {"unit": member.unit.place.short_name}]
    if has_file:
        parts.append(_("born on %(day)s") % {"day": member.born})
        parts += [_("card %(number)s") % {"number": member.card_number}] if member.card_number else []
    return ", ".join(parts)


seams.name_copy(refresh_name)
seams.goes_along(
    seams.GoesAlong(
        name="members",
        label=gettext_lazy("Members"),
        note=gettext_lazy("They go along by this decision, with their files; no transfer papers are given."),
        order=2,
        can_end=False,
        things=queries.members_to_hand_over,
        hand_over=handover.hand_over,
        check=handover.check,
    )
)

votes.RESTS.append(queries.resting_on)
