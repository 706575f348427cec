"""States of a post."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves


class SectionOfNews(TextChoices):
    NEWS = "NEWS", _("news")
    NOTICE = "NOTICE", _("notice")
    HOT = "HOT", _("featured")


class State(TextChoices):
    DRAFT = "DRAFT", _("draft")
    PUBLISHED = "PUBLISHED", _("published")


MOVES: Moves = {
    "publish": ({State.DRAFT}, State.PUBLISHED),
    "withdraw": ({State.PUBLISHED}, State.DRAFT),
}
