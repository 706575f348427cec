"""The words of commendation: who is awarded what, for what, by whom, and where a case stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Recipient(TextChoices):
    ORGANISATION = "ORGANISATION", _("Party organisation")
    MEMBER = "MEMBER", _("member")
    COLLECTIVE = "COLLECTIVE", _("collective that is no Party unit")
    MODEL = "MODEL", _("model")


class Family(TextChoices):
    """Awards of the Party and of the State are two systems, each with its own bodies and money (R-COM-08)."""

    PARTY = "PARTY", _("award of the Party")
    STATE = "STATE", _("award of the State")


class Form(TextChoices):
    """What is given (R-COM-01)."""

    CERTIFICATE = "CERTIFICATE", _("certificate of commendation")
    DIPLOMA = "DIPLOMA", _("diploma of merit")
    FLAG = "FLAG", _("flag")
    PRAISE = "PRAISE", _("praise")


class Ground(TextChoices):
    """What it is given for."""

    YEAR_TITLE = "YEAR_TITLE", _("title of the year")
    YEAR = "YEAR", _("work of the year")
    STREAK = "STREAK", _("five years in a row")
    THEMATIC = "THEMATIC", _("a subject")
    AD_HOC = "AD_HOC", _("an ad hoc achievement")
    TERM = "TERM", _("work of a term")


class GiverLevel(TextChoices):
    """The level of the body that gives an award, the lowest first (R-COM-01)."""

    CELL = "CELL", _("cell that is not grassroots")
    GRASSROOTS = "GRASSROOTS", _("grassroots organisation")
    SUPERIOR = "SUPERIOR", _("superior of grassroots organisations")
    PROVINCIAL = "PROVINCIAL", _("province")


class State(TextChoices):
    """Where a commendation case is on its way (R-COM-06)."""

    CHOOSING = "CHOOSING", _("list is being drawn up")
    PROPOSED = "PROPOSED", _("proposed")
    CONSIDERED = "CONSIDERED", _("considered by the council")
    DECIDED = "DECIDED", _("decided")
    HANDED = "HANDED", _("handed over")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class RunDecisionKind(TextChoices):
    SUCCESSION = "SUCCESSION", _("the levels of a predecessor count")
    GAP = "GAP", _("a year without a level does not break the run")
