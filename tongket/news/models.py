"""Posts."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.meetings.models import Meeting
from tongket.news.rules import SectionOfNews, State
from tongket.org.models import Unit, UnitOwned


class Post(UnitOwned):
    """A post of a unit: its own while a draft, open to everybody signed in once published.

    title_fold, body_fold: what search looks through, made where the post is saved; body_fold holds summary and body.
    """

    data_class = "D1"
    class_of = {"title": "D0", "summary": "D0", "body": "D0", "published_on": "D0"}  # once published

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("Unit"))
    section = models.CharField(_("Section of the news"), max_length=6, choices=SectionOfNews)
    title = models.CharField(_("Headline"), max_length=200)
    summary = models.CharField(_("Summary"), max_length=400, blank=True)
    body = models.TextField(_("Text"))
    state = models.CharField(_("State"), max_length=9, choices=State, default=State.DRAFT)
    published_on = models.DateField(_("Published on"), null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("Meeting")
    )
    title_fold = models.CharField(max_length=200, editable=False)
    body_fold = models.TextField(editable=False)

    class Meta:
        verbose_name = _("post")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED, published_on__isnull=False)
                | Q(state=State.DRAFT, published_on__isnull=True),
                name="a_published_post_has_its_day",
            )
        ]
        indexes = [models.Index(fields=["state", "published_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:record", args=[self.pk])
