"""What is counted of ratings. Shares are taken of the rated, not of all (R-RATE-04)."""

from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongket.figures.declare import AGENCY, MEMBER, ORGANISATION, UNION, Figure, Reach, flow, present, ratio
from tongket.pages.columns import Cell, Column, choice, day, text, unit
from tongket.rating.models import AgencyTitle, MassOrganisationLevel, Rating
from tongket.rating.rules import GOOD_OR_BETTER, Level, Subject

# key after "…_rated": which levels
LEVELS: dict[str, Q] = {
    "excellent": Q(level=Level.EXCELLENT),
    "good": Q(level=Level.GOOD),
    "good_or_better": Q(level__in=GOOD_OR_BETTER),
    "completed": Q(level=Level.FULFILLED),
    "completed_or_better": Q(level__in=[*GOOD_OR_BETTER, Level.FULFILLED]),
    "not_completed": Q(level=Level.NOT_FULFILLED),
}
MEMBERS: dict[str, Any] = {"of": MEMBER, "rows": Rating, "verb": "rating.read", "year": "year", "data_class": "D2"}
ORGANISATIONS: dict[str, Any] = {
    "of": ORGANISATION,
    "rows": Rating,
    "verb": "rating.read",
    "year": "year",
    "unit": "decided_by",
    "reach": Reach.OWN,
}
UNIONS: dict[str, Any] = {"of": UNION, "rows": MassOrganisationLevel, "verb": "recorded.read", "year": "year"}
AGENCIES: dict[str, Any] = {"of": AGENCY, "rows": AgencyTitle, "verb": "recorded.read", "year": "year"}


def _levels(whole: Figure, shared: dict[str, Any], base: Q, labels: dict[str, tuple[Promise, Promise]]) -> None:
    """The figures of each level: a count, and its share of the rated."""
    for name, where in LEVELS.items():
        count_label, share_label = labels[name]
        part = flow(f"{whole.key}_{name}", count_label, where=base & where, refines=whole.key, **shared)
        ratio(f"{whole.key}_{name}_pct", share_label, part=part, whole=whole)


IS_MEMBER, IS_ORGANISATION, HAS_LEVEL = Q(subject=Subject.MEMBER), Q(subject=Subject.ORGANISATION), ~Q(level="")

_levels(
    flow("members_rated", _("Members rated"), where=IS_MEMBER & HAS_LEVEL, **MEMBERS),
    MEMBERS,
    IS_MEMBER,
    {
        "excellent": (_("Members rated excellent"), _("Members rated excellent, share")),
        "good": (_("Members rated good"), _("Members rated good, share")),
        "good_or_better": (_("Members rated good or better"), _("Members rated good or better, share")),
        "completed": (_("Members rated fulfilled"), _("Members rated fulfilled, share")),
        "completed_or_better": (_("Members rated fulfilled or better"), _("Members rated fulfilled or better, share")),
        "not_completed": (_("Members rated not fulfilled"), _("Members rated not fulfilled, share")),
    },
)
flow("members_not_rated", _("Members not rated"), where=IS_MEMBER & Q(level=""), **MEMBERS)
_levels(
    flow("organisations_rated", _("Organisations rated"), where=IS_ORGANISATION & HAS_LEVEL, **ORGANISATIONS),
    ORGANISATIONS,
    IS_ORGANISATION,
    {
        "excellent": (_("Organisations rated excellent"), _("Organisations rated excellent, share")),
        "good": (_("Organisations rated good"), _("Organisations rated good, share")),
        "good_or_better": (_("Organisations rated good or better"), _("Organisations rated good or better, share")),
        "completed": (_("Organisations rated fulfilled"), _("Organisations rated fulfilled, share")),
        "completed_or_better": (
            _("Organisations rated fulfilled or better"),
            _("Organisations rated fulfilled or better, share"),
        ),
        "not_completed": (_("Organisations rated not fulfilled"), _("Organisations rated not fulfilled, share")),
    },
)
flow("organisations_not_rated", _("Organisations not rated"), where=IS_ORGANISATION & Q(level=""), **ORGANISATIONS)
_levels(
    flow("unions_rated", _("Mass organisations rated"), where=Q(is_applicable=True), **UNIONS),
    UNIONS,
    Q(),
    {
        "excellent": (_("Mass organisations rated excellent"), _("Mass organisations rated excellent, share")),
        "good": (_("Mass organisations rated good"), _("Mass organisations rated good, share")),
        "good_or_better": (
            _("Mass organisations rated good or better"),
            _("Mass organisations rated good or better, share"),
        ),
        "completed": (_("Mass organisations rated fulfilled"), _("Mass organisations rated fulfilled, share")),
        "completed_or_better": (
            _("Mass organisations rated fulfilled or better"),
            _("Mass organisations rated fulfilled or better, share"),
        ),
        "not_completed": (
            _("Mass organisations rated not fulfilled"),
            _("Mass organisations rated not fulfilled, share"),
        ),
    },
)


def _titles(kind: str, applicable: tuple[str, Promise], recognised: tuple[str, Promise], share: Promise) -> None:
    whole = flow(*applicable, where=Q(kind=kind, is_applicable=True), is_listed=False, **AGENCIES)
    part = flow(*recognised, where=Q(kind=kind, is_recognised=True), **AGENCIES)
    ratio(f"{part.key}_pct", share, part=part, whole=whole)


_titles(
    AgencyTitle.Kind.CULTURE,
    ("agencies_applicable_culture", _("Agencies that can reach the cultural standard")),
    ("agencies_cultural", _("Agencies of cultural standard")),
    _("Agencies of cultural standard, share"),
)
_titles(
    AgencyTitle.Kind.SECURITY,
    ("agencies_applicable_security", _("Agencies that can be safe in security and order")),
    ("agencies_secure", _("Agencies safe in security and order")),
    _("Agencies safe in security and order, share"),
)

CHIPS = {Level.EXCELLENT: "ok", Level.GOOD: "info", Level.FULFILLED: "mut", Level.NOT_FULFILLED: "bad"}


def level_cell(row: Rating) -> Cell:
    """A level as it stands in a table."""
    return Cell(row.words, state=CHIPS[Level(row.level)] if row.level else "mut")


present(
    Rating,
    columns=[
        text("rated_name", _("Whom it is about"), key="name", order=(), phone="title"),
        unit(),
        Column("level", _("Level"), level_cell, phone="state"),
        day("decided_on", _("Decided on")),
    ],
    order=("unit__place__pos", "member__name_order"),
    related=("unit__place", "member__person"),
)
present(
    MassOrganisationLevel,
    columns=[
        text("body__name", _("Mass organisation"), key="name", order=(), phone="title"),
        unit(),
        text("level_text", _("Level in its own words"), phone="none"),
        choice("level", _("Level"), states={**CHIPS, "": "mut"}, phone="state"),
        text("document", _("Document"), order=(), phone="none"),
    ],
    order=("unit__place__pos", "body__kind"),
    related=("unit__place", "body"),
)
present(
    AgencyTitle,
    columns=[
        text("body__name", _("Agency"), key="name", order=("unit__place__pos",), phone="title"),
        choice("kind", _("Title of an agency"), phone="sub"),
        Column(
            "is_recognised",
            _("Result"),
            lambda row: (
                Cell(str(_("recognised")), state="ok")
                if row.is_recognised
                else Cell(str(_("not recognised") if row.is_applicable else _("cannot apply for it")), state="mut")
            ),
            order=("is_recognised",),
            phone="state",
        ),
        text("document", _("Document"), order=(), phone="none"),
    ],
    order=("unit__place__pos", "kind"),
    related=("unit__place", "body"),
)
