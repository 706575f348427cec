"""Lists that a person keeps for later: what was filtered, ordered and shown."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tongket.org.models.people import Person
from tongket.org.models.units import Classed


class SavedList(Classed):
    """One list under a name; nobody but its person sees it. query: the address after the question mark."""

    data_class = "D2"  # a filter may hold the name of somebody

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_lists")
    view_name = models.CharField(max_length=60)
    name = models.CharField(_("Name of the list"), max_length=80)
    query = models.CharField(max_length=600, blank=True)

    class Meta:
        verbose_name = _("saved list")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "view_name", "name"], name="one_saved_list_of_a_name")]

    def __str__(self) -> str:
        return self.name
