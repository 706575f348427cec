"""Which posts a person sees."""

from datetime import date

from django.db.models import QuerySet

from tongket.news.models import Post
from tongket.news.rules import State
from tongket.org import access


def readable(person: access.Reader, *, on: date) -> QuerySet[Post]:
    """What is published, and the drafts that the person may write on."""
    published = access.scope(Post.objects.filter(state=State.PUBLISHED), person, "post.read", on=on)
    own = access.scope(Post.objects.all(), person, "post.write", on=on)
    return Post.objects.filter(pk__in=published.values("pk")) | Post.objects.filter(pk__in=own.values("pk"))
