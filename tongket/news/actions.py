"""Writing, publishing and withdrawing posts."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.meetings.models import Meeting
from tongket.news.models import Post
from tongket.news.rules import MOVES, SectionOfNews, State
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit


@transaction.atomic
def write(
    unit: Unit,
    *,
    section: str,
    title: str,
    body: str,
    summary: str = "",
    meeting: Meeting | None = None,
    by: Person,
    on: date,
) -> Post:
    """Write a draft. Raises NotAllowed, ValidationError."""
    access.require(by, "post.write", unit, on=on)
    post = Post.objects.create(unit=unit, meeting=meeting, **_texts(section, title, summary, body))
    audit.record(by, "post.write", post, on=on, fields=["title"])
    return post


@transaction.atomic
def post_from_meeting(
    meeting: Meeting,
    *,
    title: str,
    summary: str,
    body: str,
    section: str = SectionOfNews.NEWS,
    by: Person,
    on: date,
) -> Post:
    """Write a draft about a meeting, as its unit. Raises NotAllowed, ValidationError."""
    return write(meeting.unit, section=section, title=title, summary=summary, body=body, meeting=meeting, by=by, on=on)


@transaction.atomic
def rewrite(post: Post, *, seen: int, section: str, title: str, summary: str, body: str, by: Person, on: date) -> Post:
    """Change the texts of a draft. Raises NotAllowed, WrongState (published), ValidationError, Conflict."""
    access.require(by, "post.write", post, on=on)
    if post.state != State.DRAFT:  # what readers saw stays as they saw it
        raise saving.wrong_state(post, "rewrite")
    saving.update(post, seen=seen, by=by, **_texts(section, title, summary, body))
    audit.record(by, "post.write", post, on=on, fields=["title", "summary", "body", "section"])
    return post


@transaction.atomic
def publish(post: Post, *, by: Person, on: date) -> Post:
    """Show a draft to everybody signed in, dated `on`. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, "post.write", post, on=on)
    saving.move(post, MOVES, "publish", by=by, published_on=on)
    audit.record(by, "post.write", post, on=on, fields=["state", "published_on"])
    return post


@transaction.atomic
def withdraw(post: Post, *, by: Person, on: date) -> Post:
    """Make a published post a draft again. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, "post.write", post, on=on)
    saving.move(post, MOVES, "withdraw", by=by, published_on=None)
    audit.record(by, "post.write", post, on=on, fields=["state", "published_on"])
    return post


def _texts(section: str, title: str, summary: str, body: str) -> dict[str, Any]:
    title, summary, body = text.clean(title), text.clean(summary), text.clean(body)
    if section not in SectionOfNews.values:
        raise ValidationError({"section": _("Choose a section.")})
    if not title:
        raise ValidationError({"title": _("A post needs a title.")})
    if not body:
        raise ValidationError({"body": _("A post needs a text.")})
    return {
        "section": section,
        "title": title,
        "summary": summary,
        "body": body,
        "title_fold": text.fold(title),
        "body_fold": text.fold(f"{summary} {body}"),
    }
