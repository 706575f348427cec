"""The file of an item: its papers, what its conclusion says, what has to be corrected and what one saw of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from tongket.inspection.models.items import ProgrammeItem
from tongket.inspection.rules import FoundBy, Matter, PaperKind, PointKind, Progress, Way
from tongket.org.models import Classed, Unit, UnitOwned


class FilePaper(UnitOwned):
    """One of the twelve papers of a file: its number and day; its file is added once the item is concluded."""

    data_class = "D4"
    part_of = "item"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="papers")
    kind = models.CharField(_("Paper"), max_length=11, choices=PaperKind)
    number = models.CharField(_("Number"), max_length=40, blank=True)
    dated_on = models.DateField(_("Dated"))

    class Meta:
        verbose_name = _("paper of a file")
        constraints = [models.UniqueConstraint(fields=["item", "kind"], name="a_file_has_each_paper_once")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("inspection:item", args=[self.item_id])


class PaperFile(Classed):
    """The file of a paper, sealed in its table (S-04). body: in Base64."""

    data_class = "D4"

    paper = models.OneToOneField(FilePaper, models.CASCADE, primary_key=True, related_name="file")
    name = models.CharField(_("File name"), max_length=160)
    body = EncryptedTextField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_on = models.DateField(_("Added on"))

    class Meta:
        verbose_name = _("file of a paper")

    def __str__(self) -> str:
        return self.name


class ConclusionPoint(UnitOwned):
    """What a conclusion says of a matter: a strong point, a weak one or a violation, as codes."""

    data_class = "D4"
    part_of = "item"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="points")
    kind = models.CharField(_("What it is"), max_length=9, choices=PointKind)
    matter = models.CharField(_("Matter"), max_length=10, choices=Matter)
    found_by = models.CharField(_("Found by"), max_length=9, choices=FoundBy, blank=True)

    class Meta:
        verbose_name = _("point of a conclusion")
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "matter"], name="a_conclusion_names_a_matter_once"),
            models.CheckConstraint(
                condition=Q(kind=PointKind.VIOLATION, found_by__in=FoundBy.values)
                | (~Q(kind=PointKind.VIOLATION) & Q(found_by="")),
                name="of_a_violation_it_is_known_who_found_it",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("inspection:item", args=[self.item_id])


class Remedy(UnitOwned):
    """What a conclusion asks to be corrected, by whom and until when (R-INS-06)."""

    data_class = "D4"
    part_of = "item"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="remedies")
    matter = models.CharField(_("Matter"), max_length=10, choices=Matter)
    task = models.CharField(_("What has to be done"), max_length=200)
    carrier = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Who corrects it"))
    due_on = models.DateField(_("Due on"))
    closed_on = models.DateField(_("Correction closed on"), null=True, blank=True)
    closed_by = models.CharField(_("Closed by"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("correction asked for")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by="") | (Q(closed_on__isnull=False) & ~Q(closed_by="")),
                name="what_is_corrected_is_closed_by_a_report",
            )
        ]
        indexes = [models.Index(fields=["closed_on", "due_on"])]

    def __str__(self) -> str:
        return self.task

    def get_absolute_url(self) -> str:
        return reverse("inspection:item", args=[self.item_id])


class FollowUp(UnitOwned):
    """What one saw of a correction on a day."""

    data_class = "D4"
    part_of = "item"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="+")
    remedy = models.ForeignKey(Remedy, models.CASCADE, related_name="follow_ups")
    looked_on = models.DateField(_("Looked at on"))
    way = models.CharField(_("Way of looking"), max_length=11, choices=Way)
    progress = models.CharField(_("How far"), max_length=9, choices=Progress)
    next_on = models.DateField(_("Next look on"), null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")

    def __str__(self) -> str:
        return str(self.get_progress_display())

    def get_absolute_url(self) -> str:
        return reverse("inspection:item", args=[self.item_id])
