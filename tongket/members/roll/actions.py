"""Lists of the roll that a person keeps for later: nobody else sees them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.org.models import Person, SavedList

MOST_SAVED = 30


def keep_list(view_name: str, name: str, query: str, *, by: Person) -> SavedList:
    """Keep a list under a name; the same name again replaces it. Raises ValidationError."""
    name = " ".join(name.split())
    own = SavedList.objects.filter(person=by, view_name=view_name)
    if own.exclude(name=name).count() >= MOST_SAVED:
        raise ValidationError({"name": _("You have %(most)s lists already: remove one first.") % {"most": MOST_SAVED}})
    row, _is_new = own.update_or_create(person=by, view_name=view_name, name=name, defaults={"query": query})
    return row


def rename_list(row: SavedList, name: str) -> SavedList:
    """Give a list another name. Raises ValidationError for that of another list."""
    name = " ".join(name.split())
    namesakes = SavedList.objects.filter(person=row.person_id, view_name=row.view_name, name=name)
    if namesakes.exclude(pk=row.pk).exists():
        raise ValidationError({"name": _("You have a list of that name already.")})
    row.name = name
    row.save(update_fields=["name"])
    return row


def remove_list(row: SavedList) -> None:
    row.delete()
