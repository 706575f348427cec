"""What is counted of inspection and discipline.

The programme's progress is open (D1); counts of parties and of discipline are restricted (D4, suppressed when small).
"""

from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongket.figures.declare import ITEM, MEMBER, ORGANISATION, PARTY, Measure, Reach, flow, present, ratio
from tongket.inspection.models import ConclusionPoint, DisciplineDecision, InspectedParty, ProgrammeItem, Remedy
from tongket.inspection.rules import Act, Form, FoundBy, Manner, Owner, Party, PointKind, State
from tongket.pages.columns import choice, day, text, unit

VIOLATIONS = Measure("violations", _("violations"), "vi phạm")
REMEDIES = Measure("remedies", _("corrections"), "yêu cầu khắc phục")
PROGRAMME: dict[str, Any] = {
    "rows": ProgrammeItem,
    "verb": "inspection.programme",
    "year": "year",
    "of": ITEM,
    "reach": Reach.OWN,
}
PARTIES: dict[str, Any] = {
    "rows": InspectedParty,
    "verb": "inspection.read",
    "year": "item__year",
    "falls_on": "done_on",
    "data_class": "D4",
}
DISCIPLINE: dict[str, Any] = {
    "rows": DisciplineDecision,
    "verb": "discipline.read",
    "day": "effective_on",
    "data_class": "D4",
}
BY_COMMITTEE = Q(item__owner=Owner.COMMITTEE)
BY_COMMISSION = Q(item__owner=Owner.COMMISSION)
INSPECTED, SUPERVISED = Q(item__act=Act.INSPECTION), Q(item__act=Act.SUPERVISION)
ORGANISATIONS, MEMBERS = Q(party=Party.ORGANISATION), Q(party=Party.MEMBER)
FOR_SIGNS = Q(item__manner=Manner.SIGNS)
WERE = Q(done_on__isnull=False)  # those that are only planned to be do not count

IN_PROGRAMME = Q(is_planned=True) & ~Q(state=State.DROPPED)
PLANNED = flow("programme_items_planned", _("Items of the inspection programme"), where=IN_PROGRAMME, **PROGRAMME)
DONE = flow(
    "programme_items_done",
    _("Items of the inspection programme done"),
    falls_on="done_on",
    where=IN_PROGRAMME & Q(done_on__isnull=False),
    refines="programme_items_planned",
    **PROGRAMME,
)
ratio("inspection_programme_completed_pct", _("Inspection programme completed"), part=DONE, whole=PLANNED)
flow(
    "programme_items_on_time",
    _("Items of the inspection programme done on time"),
    falls_on="done_on",
    where=IN_PROGRAMME & Q(done_on__lte=F("due_on")),
    refines="programme_items_planned",
    **PROGRAMME,
)
flow(
    "programme_items_late",
    _("Items of the inspection programme done late"),
    falls_on="done_on",
    where=IN_PROGRAMME & Q(done_on__gt=F("due_on")),
    refines="programme_items_planned",
    **PROGRAMME,
)
flow(
    "programme_items_overdue",
    _("Items of the inspection programme overdue"),
    falls_on="due_on",
    where=lambda cut_off: IN_PROGRAMME & Q(due_on__lt=cut_off) & (Q(done_on__isnull=True) | Q(done_on__gt=cut_off)),
    refines="programme_items_planned",
    **PROGRAMME,
)
flow(
    "programme_items_postponed",
    _("Items of the inspection programme postponed"),
    falls_on="due_on",
    where=IN_PROGRAMME & Q(first_due_on__isnull=False),
    refines="programme_items_planned",
    **PROGRAMME,
)


def _parties(prefix: str, owner: Q, reach: Reach, labels: dict[str, Promise]) -> None:
    """The parties of one owner: all, by act, and by act and kind of party. labels: key without prefix to label."""
    total = f"{prefix}inspections_supervisions_total"
    flow(total, labels["total"], of=PARTY, where=WERE & owner, reach=reach, **PARTIES)
    for act, done in (("inspections", INSPECTED), ("supervisions", SUPERVISED)):
        both = f"{prefix}{act}_total"
        shared = {"reach": reach, **PARTIES}
        flow(both, labels[f"{act}_total"], of=PARTY, where=WERE & owner & done, refines=total, **shared)
        for kind, of, whose in (("orgs", ORGANISATION, ORGANISATIONS), ("members", MEMBER, MEMBERS)):
            key = f"{act}_{kind}"
            flow(f"{prefix}{key}", labels[key], of=of, where=WERE & owner & done & whose, refines=both, **shared)


_parties(
    "",
    BY_COMMITTEE,
    Reach.TREE,
    {
        "total": _("Inspected and supervised by the committees"),
        "inspections_total": _("Inspected by the committees"),
        "inspections_orgs": _("Organisations inspected by the committees"),
        "inspections_members": _("Members inspected by the committees"),
        "supervisions_total": _("Supervised by the committees"),
        "supervisions_orgs": _("Organisations supervised by the committees"),
        "supervisions_members": _("Members supervised by the committees"),
    },
)
_parties(
    "ic_",
    BY_COMMISSION,
    Reach.OWN,
    {
        "total": _("Inspected and supervised by the commission"),
        "inspections_total": _("Inspected by the commission"),
        "inspections_orgs": _("Organisations inspected by the commission"),
        "inspections_members": _("Members inspected by the commission"),
        "supervisions_total": _("Supervised by the commission"),
        "supervisions_orgs": _("Organisations supervised by the commission"),
        "supervisions_members": _("Members supervised by the commission"),
    },
)
flow(
    "violation_inspections_orgs",
    _("Organisations inspected for signs of violation"),
    of=ORGANISATION,
    where=WERE & FOR_SIGNS & ORGANISATIONS,
    **PARTIES,
)
flow(
    "violation_inspections_members",
    _("Members inspected for signs of violation"),
    of=MEMBER,
    where=WERE & FOR_SIGNS & MEMBERS,
    **PARTIES,
)

FILES: dict[str, Any] = {"verb": "inspection.read", "year": "item__year", "data_class": "D4"}
VIOLATION = Q(kind=PointKind.VIOLATION)
flow("violations_found", _("Violations found"), of=VIOLATIONS, rows=ConclusionPoint, where=VIOLATION, **FILES)
flow(
    "violations_found_by_unit",
    _("Violations that units found themselves"),
    of=VIOLATIONS,
    rows=ConclusionPoint,
    where=VIOLATION & Q(found_by=FoundBy.UNIT),
    refines="violations_found",
    **FILES,
)
flow("remedies_required", _("Corrections asked for by conclusions"), of=REMEDIES, rows=Remedy, **FILES)
flow(
    "remedies_done",
    _("Corrections asked for by conclusions that were made"),
    of=REMEDIES,
    rows=Remedy,
    where=Q(closed_on__isnull=False),
    refines="remedies_required",
    **FILES,
)

flow(
    "members_disciplined",
    _("Members disciplined"),
    of=MEMBER,
    where=MEMBERS & Q(is_first_of_year=True),
    **DISCIPLINE,
)
for key, label, form in (
    ("members_reprimanded", _("Members reprimanded"), Form.REPRIMAND),
    ("members_warned", _("Members warned"), Form.WARNING),
    ("members_removed_from_office", _("Members removed from office"), Form.REMOVAL_FROM_OFFICE),
    ("members_expelled", _("Members expelled"), Form.EXPULSION),
):
    flow(
        key,
        label,
        of=MEMBER,
        where=MEMBERS & Q(form=form, is_counted=True),
        refines="members_disciplined",
        **DISCIPLINE,
    )
flow(
    "organisations_disciplined",
    _("Organisations disciplined"),
    of=ORGANISATION,
    where=ORGANISATIONS & Q(is_first_of_year=True),
    **DISCIPLINE,
)
flow(
    "organisations_reprimanded",
    _("Organisations reprimanded"),
    of=ORGANISATION,
    where=ORGANISATIONS & Q(form=Form.REPRIMAND, is_counted=True),
    refines="organisations_disciplined",
    **DISCIPLINE,
)

present(
    ProgrammeItem,
    columns=[
        text("title", _("Theme"), order=(), phone="title"),
        unit(),
        choice("owner", _("Whose programme")),
        choice("act", _("Act")),
        day("due_on", _("Due on"), phone="figure"),
        day("done_on", _("Done on")),
    ],
    order=("unit__place__pos", "due_on"),
    related=("unit__place",),
)
present(
    InspectedParty,
    columns=[
        text("party_name", _("Whom it is about"), key="party", order=(), phone="title"),
        choice("party", _("Type"), key="kind"),
        unit(_("Inspecting unit")),
        text("item__title", _("Theme"), order=()),
        day("done_on", _("Done on"), phone="figure"),
    ],
    order=("unit__place__pos", "done_on"),
    related=("unit__place", "item", "party_unit__place", "party_member__person"),
)
present(
    DisciplineDecision,
    columns=[
        text("party_name", _("Whom it is about"), key="party", order=(), phone="title"),
        unit(),
        choice("form", _("Form of discipline"), phone="state"),
        choice("decided_by", _("Decided by")),
        text("number", _("Decision"), order=()),
        day("effective_on", _("In force from")),
    ],
    order=("unit__place__pos", "effective_on"),
    related=("unit__place", "party_unit__place", "party_member__person"),
)
present(
    ConclusionPoint,
    columns=[
        text("item__title", _("Theme"), order=(), phone="title"),
        unit(_("Inspecting unit")),
        choice("matter", _("Matter")),
        choice("found_by", _("Found by"), phone="state"),
        day("item__done_on", _("Done on"), phone="figure"),
    ],
    order=("unit__place__pos", "item__done_on"),
    related=("unit__place", "item"),
)
present(
    Remedy,
    columns=[
        text("task", _("What has to be done"), order=(), phone="title"),
        unit(_("Inspecting unit")),
        text("carrier__place__short_name", _("Who corrects it")),
        day("due_on", _("Due on"), phone="figure"),
        day("closed_on", _("Correction closed on")),
    ],
    order=("unit__place__pos", "due_on"),
    related=("unit__place", "item", "carrier__place"),
)
