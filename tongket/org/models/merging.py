"""Two records of one human made one, so that it can be undone."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongket.org.models.people import Person
from tongket.org.models.units import Classed


class PersonMerge(Classed):
    """A record of a person whose offices, rights, account, membership and mentions went to another record.

    moved: ids of the rows that went, by table and field ("org.officeterm.person"); they go back when it is undone.
    """

    data_class = "D2"
    unit_prefix: ClassVar[str] = ""
    person_prefix: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="merged_by")
    moved = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("two records of a person made one")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="a_record_is_merged_into_one_other"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="a_record_is_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} {self.made_at}"
