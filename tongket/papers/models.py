"""Papers that were issued about a record, and their files."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.directives.kinds import Kind
from tongket.directives.models import OwnDocument
from tongket.org.models import Person, Unit, UnitOwned
from tongket.papers.rules import PaperState


class Paper(UnitOwned):
    """A paper that a unit issued about a record: who may use the record may use it, and nobody else.

    unit: whose paper it is. matter, record: the kind of record (papers.registry) and its id. form: which of the papers
    of that kind it is. document: its line in the register of the unit, where the number comes from that; None where
    the number was given elsewhere and typed here.
    """

    data_class = "D2"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    matter = models.SlugField(max_length=40)
    record = models.UUIDField()
    form = models.SlugField(max_length=40)
    kind = models.CharField(_("Document kind"), max_length=5, choices=Kind)
    document = models.OneToOneField(OwnDocument, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(_("Number"))
    symbol = models.CharField(_("Symbol"), max_length=24)
    issued_on = models.DateField(_("Issued on"))
    title = models.CharField(_("Title"), max_length=300)
    state = models.CharField(_("State"), max_length=9, choices=PaperState, default=PaperState.ISSUED)
    reason = models.CharField(_("Why it holds no longer"), max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("In place of")
    )

    class Meta:
        verbose_name = _("paper")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "record", "form"],
                condition=Q(state=PaperState.ISSUED),
                name="one_paper_of_a_form_holds_for_a_record",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "symbol", "number", "issued_on"], name="a_number_is_on_one_paper_of_a_day"
            ),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="no_paper_replaces_itself"),
        ]
        indexes = [models.Index(fields=["matter", "record"])]

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """ "05-QĐ/ĐU" """
        return f"{self.number:02d}-{self.symbol}"

    def get_absolute_url(self) -> str:
        return reverse("papers:record", args=[self.pk])


class Role(TextChoices):
    """What a file of a paper is."""

    MADE = "made", _("as made here")
    SIGNED = "signed", _("signed")


class PaperFile(UnitOwned):
    """A file of a paper: the one made here when it was issued, and the signed one that was added to it."""

    data_class = "D2"
    class_of = {"body": "D4"}
    part_of = "paper"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    role = models.CharField(_("Which file"), max_length=6, choices=Role)
    name = models.CharField(_("File name"), max_length=160)
    body = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(_("Fingerprint"), max_length=64)
    is_signed_digitally = models.BooleanField(_("Signed digitally"), default=False)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_on = models.DateField(_("Added on"))

    class Meta:
        verbose_name = _("file of a paper")
        constraints = [models.UniqueConstraint(fields=["paper", "role"], name="a_paper_has_one_file_of_each_role")]

    def __str__(self) -> str:
        return self.name
