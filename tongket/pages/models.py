"""What pages keep of their own: forms that somebody has begun."""

from datetime import timedelta

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from tongket.core import clock
from tongket.org.models import Classed, Person

LONGEST_ADDRESS = 400


class Drafts(models.QuerySet["Draft"]):
    def fresh(self) -> QuerySet["Draft"]:
        """Those that have not expired."""
        return self.filter(saved_at__gt=clock.now() - Draft.KEPT)


class Draft(Classed):
    """What somebody typed into a form and has not sent yet: theirs alone, encrypted, gone after a time.

    Never of a form of class D3 or D4 (drafts.offer).
    """

    data_class = "D2"
    KEPT = timedelta(days=14)

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    address = models.CharField(max_length=LONGEST_ADDRESS)  # of the form's page
    body = EncryptedTextField()  # as a browser sends a form
    saved_at = models.DateTimeField()

    objects = Drafts.as_manager()

    class Meta:
        verbose_name = _("draft of a form")
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="one_draft_of_a_form_for_a_person"),
        ]

    def __str__(self) -> str:
        return self.address
