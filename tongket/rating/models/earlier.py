"""Levels of earlier years out of a file."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Person, SheetState, Unit, UnitOwned
from tongket.rating.rules import Subject


class EarlierSheet(UnitOwned):
    """Levels of earlier years out of a file, looked at row by row before they are recorded, all or none.

    unit: the one under which those rated stand. source: the paper of rows that name none. rows: as read, the text of
    each field and the number of the row. answers: row number → what was typed over a field, or that the row is left
    out. made: the ratings that it made, id → version.
    """

    data_class = "D2"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    subject = models.CharField(_("Whose level"), max_length=12, choices=Subject)
    source = models.CharField(_("Source"), max_length=120)
    state = models.CharField(_("State"), max_length=9, choices=SheetState, default=SheetState.CHECKED)
    file_name = models.CharField(_("File"), max_length=120)
    rows = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Entered by"))
    entered_at = models.DateTimeField(_("Entered at"))

    class Meta:
        verbose_name = _("sheet of earlier levels")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("rating:sheet", args=[self.pk])
