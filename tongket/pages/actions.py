"""What pages write of their own: drafts of forms."""

from tongket.core import clock
from tongket.org.models import Person
from tongket.pages.models import Draft

MOST_DRAFTS = 40  # of one person; the oldest give way


def keep_draft(person: Person, address: str, body: str) -> Draft:
    """Keep what the person typed into the form at an address, in place of what was kept before."""
    draft, is_new = Draft.objects.update_or_create(
        person=person, address=address, defaults={"body": body, "saved_at": clock.now()}
    )
    if is_new:
        latest = Draft.objects.filter(person=person).order_by("-saved_at", "-pk").values_list("pk", flat=True)
        Draft.objects.filter(person=person).exclude(pk__in=list(latest[:MOST_DRAFTS])).delete()
    return draft


def drop_draft(person: Person, address: str) -> None:
    Draft.objects.filter(person=person, address=address).delete()


def purge_drafts() -> int:
    """Delete the drafts that have expired. Returns how many."""
    expired = Draft.objects.filter(saved_at__lte=clock.now() - Draft.KEPT)
    return expired.delete()[0]
