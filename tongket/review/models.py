"""The year-end review of a unit: its outline, its free text, and the figures that approval freezes."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Classed, Person, Unit, UnitOwned
from tongket.regulations.models import LocalValue
from tongket.review.rules import Content, OutlineKind, State


class Review(UnitOwned):
    """What one unit reports of one year. Approved, it is never changed: a correction is a new version (R-REP-04)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)  # 2 and more: corrects the one before it
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    cut_off = models.DateField(_("figures up to"))
    place = models.CharField(_("place of issue"), max_length=80, blank=True)
    superior = models.CharField(_("line above the issuer"), max_length=120, blank=True)
    issued_on = models.DateField(_("day of issue"), null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=20, blank=True)
    recipients = models.JSONField(default=list)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_on = models.DateField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    reopen_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("year-end review")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "edition"], name="one_edition_of_a_review_per_unit_and_year"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False), name="an_approved_review_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("review:review", args=[self.unit.code, self.year])


class OutlineSection(Classed):
    """One section of the common outline. What an office says otherwise for its own reviews, from a year on, is a local
    value (regulations); `own` is that of the year, where there is one.
    """

    data_class = "D1"

    own: LocalValue | None = None

    kind = models.CharField(max_length=12, choices=OutlineKind)
    section = models.CharField(max_length=8)  # "I.2.3"
    order = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=200)
    content = models.CharField(max_length=14, choices=Content, default=Content.SENTENCES)
    sentences = models.JSONField(_("sentences"), default=list)
    is_shown = models.BooleanField(_("is part of the report"), default=True)

    class Meta:
        verbose_name = _("section of the outline")
        constraints = [models.UniqueConstraint(fields=["kind", "section"], name="one_section_of_a_kind_of_outline")]

    def __str__(self) -> str:
        return f"{self.section} {self.heading}"

    @property
    def key(self) -> str:
        """What a unit's own words for it are kept under."""
        return f"{self.kind}:{self.section}"


class FreeText(Classed):
    """What people have written into one section, beside what was generated."""

    data_class = "D1"

    review = models.ForeignKey(Review, models.CASCADE, related_name="free_texts")
    section = models.CharField(max_length=8)
    text = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("free text")
        constraints = [models.UniqueConstraint(fields=["review", "section"], name="one_free_text_per_section")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.section}"


class FrozenFigure(Classed):
    """A figure as it was when the review was approved, with the rows behind it. Exact values of restricted figures
    entered the review by its approval, so this row is kept as they are."""

    data_class = "D4"

    review = models.ForeignKey(Review, models.CASCADE, related_name="frozen")
    key = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    line = models.JSONField()  # what the report says of it: see build.FigureLine
    records = models.JSONField(default=list)  # ids of the rows

    class Meta:
        verbose_name = _("frozen figure")
        constraints = [models.UniqueConstraint(fields=["review", "key"], name="a_figure_is_frozen_once_per_review")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.key}"


class FrozenText(Classed):
    """The text of an approved review: sections, limitations, next targets, appendices. It holds the exact values of
    restricted figures too; `reading.masked` takes them out for those who may not see them.
    """

    data_class = "D4"

    review = models.OneToOneField(Review, models.CASCADE, related_name="frozen_text")
    body = models.JSONField()

    class Meta:
        verbose_name = _("frozen text")

    def __str__(self) -> str:
        return str(self.review_id)
