"""A roster uploaded as a file: what was read from it, what was decided, what its import changed."""

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves
from tongket.org.models import Classed, Person, Unit, UnitOwned


class BatchState(TextChoices):
    READING = "READING", _("being read")
    CHECKED = "CHECKED", _("checked, not imported")
    IMPORTED = "IMPORTED", _("imported")
    UNDONE = "UNDONE", _("taken back")
    DISCARDED = "DISCARDED", _("discarded")
    REFUSED = "REFUSED", _("refused")


MOVES: Moves = {
    "check": ({BatchState.READING, BatchState.CHECKED}, BatchState.CHECKED),
    "refuse": ({BatchState.READING}, BatchState.REFUSED),
    "ask_import": ({BatchState.CHECKED}, BatchState.CHECKED),
    "import": ({BatchState.CHECKED}, BatchState.IMPORTED),
    "undo": ({BatchState.IMPORTED}, BatchState.UNDONE),
    "discard": ({BatchState.READING, BatchState.CHECKED}, BatchState.DISCARDED),
}


class Task(TextChoices):
    """What a job in the background still has to do with a batch."""

    NONE = "", _("nothing")
    READ = "read", _("read the file")
    IMPORT = "import", _("import it")


class Batch(UnitOwned):
    """One file of a roster. `unit`: the unit that it is about; its members stand in it or under it.

    `report` holds counts by kind of problem and no value of the file; once it is imported also what was chosen for the
    heads of its columns ("words"). What the file says is in the parts.
    """

    data_class = "D3"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    state = models.CharField(_("State"), max_length=9, choices=BatchState, default=BatchState.READING)
    file_name = models.CharField(_("File"), max_length=120)
    sha256 = models.CharField(max_length=64)
    from_on = models.DateField(_("Members of the roll from"))
    row_count = models.PositiveIntegerField(_("Rows"), default=0)
    new_count = models.PositiveIntegerField(_("New"), default=0)
    changed_count = models.PositiveIntegerField(_("Changed"), default=0)
    same_count = models.PositiveIntegerField(_("Unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("With errors"), default=0)
    skipped_count = models.PositiveIntegerField(_("Left out"), default=0)
    report = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was shown: the import does that, or nothing
    task = models.CharField(max_length=6, choices=Task, default=Task.NONE, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Entered by"))
    entered_at = models.DateTimeField(_("Entered at"))
    imported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(_("Imported at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("Taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("imported roster")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="IMPORTED") | Q(imported_at__isnull=False), name="an_imported_roster_says_when"
            ),
        ]
        indexes = [models.Index(fields=["unit", "entered_at"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("rosters:batch", args=[self.pk])


class BatchPart(Classed):
    """Part of what a batch holds, compressed and sealed; all but the log goes with the confirmation, or in a day."""

    data_class = "D3"

    class Name(TextChoices):
        FILE = "file", _("the file as it came")
        TABLE = "table", _("the sheets as the file has them")
        PEOPLE = "people", _("the rows as understood")
        FINDINGS = "findings", _("what the check found")
        CHOICES = "choices", _("what was corrected and answered")
        LOG = "log", _("what the import made and changed")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=8, choices=Name)
    body = models.BinaryField()

    class Meta:
        verbose_name = _("part of an imported roster")
        constraints = [models.UniqueConstraint(fields=["batch", "name"], name="one_part_of_a_name_in_a_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.name}"
