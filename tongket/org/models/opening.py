"""The opening of the books of an office, and the sheets of units that are read into its tree."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves
from tongket.org.models.people import OfficeTerm, Person
from tongket.org.models.units import Classed, Unit, UnitOwned


class Opening(Classed):
    """One row: the one-time address, then what the first visitor named on it, and how far setting up has come.

    The address itself is printed once; kept is its hash. The secretary's leadership is a grant only from when the
    secretary has confirmed it.
    """

    ONLY = 1
    data_class = "D1"
    unit_prefix: ClassVar[str] = "unit__"
    person_prefix: ClassVar[str] = "secretary"

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    founded_at = models.DateTimeField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    printed_name = models.CharField(_("Name as on its papers"), max_length=300, blank=True)  # with its line breaks
    province = models.CharField(_("Province"), max_length=80, blank=True)
    superior = models.CharField(_("Superior organisation"), max_length=200, blank=True)
    place = models.CharField(_("Place in the date line"), max_length=80, blank=True)
    administrator = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    secretary = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    secretary_term = models.ForeignKey(OfficeTerm, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)  # by the secretary, from when the grant of leadership runs
    steps = models.JSONField(default=dict)  # steps that somebody has said need nothing more: key → day
    finished_on = models.DateField(null=True)  # the checklist is put away

    class Meta:
        verbose_name = _("opening of the books")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="the_books_are_opened_once")]

    def __str__(self) -> str:
        return f"{self.made_at}"


class SheetState(TextChoices):
    CHECKED = "CHECKED", _("checked, nothing saved")
    SAVED = "SAVED", _("saved")
    UNDONE = "UNDONE", _("taken back")
    DISCARDED = "DISCARDED", _("discarded")


SHEET_MOVES: Moves = {
    "answer": ({SheetState.CHECKED}, SheetState.CHECKED),
    "save": ({SheetState.CHECKED}, SheetState.SAVED),
    "undo": ({SheetState.SAVED}, SheetState.UNDONE),
    "discard": ({SheetState.CHECKED}, SheetState.DISCARDED),
}


class UnitSheet(UnitOwned):
    """A table of units out of a file: `unit` is the one under which they are to stand.

    rows: as read, a list of texts by field, with the number of the row. answers: row number → what was typed over a
    field, or that the row is left out. made: the units that it made, by their codes.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    state = models.CharField(_("State"), max_length=9, choices=SheetState, default=SheetState.CHECKED)
    file_name = models.CharField(_("File"), max_length=120)
    from_on = models.DateField(_("Units stand there from"))
    rows = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Entered by"))
    entered_at = models.DateTimeField(_("Entered at"))

    class Meta:
        verbose_name = _("sheet of units")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("units:sheet", args=[self.pk])
