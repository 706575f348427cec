"""Search by name, as people type it: given name first or family first, with or without marks.

What is typed is the beginning of one of the two folded keys of a member; marks that are typed narrow what was found.
"""

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from tongket.core import text
from tongket.members.models import Member
from tongket.pages.columns import unit_name

FEW = 500  # members up to which SQLite is told of each, so that a rare name costs it no walk through the roll
MOST_FOR_WORDS = 5_000  # rows up to which words are looked for anywhere in the name
LAST = "\uffff"


def by_name(rows: QuerySet[Member], typed: str) -> QuerySet[Member]:
    """The members whose name begins with what was typed: family name first, given name first, or middle and given
    name.
    """
    folded = text.fold(typed)
    if not folded:
        return rows
    wanted, has_marks = _begins(folded), text.nfc(typed).lower() != text.fold_chars(typed)
    if connection.vendor == "sqlite":
        named = Member.objects.filter(wanted).order_by()  # unscoped: narrows
        few = list(named.values_list("pk", flat=True)[: FEW + 1])
        wanted = Q(pk__in=few) if len(few) <= FEW else _begins(folded, has_index=False)
    rows = rows.filter(wanted)
    return rows.filter(_marked(typed)) if has_marks else rows


def by_words_of_name(rows: QuerySet[Member], typed: str) -> QuerySet[Member]:
    """The members whose names hold all the words, in whatever order; nobody where the list is too long for that."""
    if rows.order_by()[: MOST_FOR_WORDS + 1].count() > MOST_FOR_WORDS:
        return rows.none()
    for word in text.fold(typed).split()[:6]:
        rows = rows.filter(name_fold__contains=word)
    has_marks = text.nfc(typed).lower() != text.fold_chars(typed)
    return rows.filter(_marked(typed)) if has_marks else rows


def by_name_or_card(rows: QuerySet[Member], typed: str) -> QuerySet[Member]:
    """The members who have this card number, or else whose name begins with what was typed, or else holds its words.

    Nobody for less than two letters: half the roll begins with one.
    """
    if len(typed) < 2:
        return rows.none()
    for narrowed in (rows.filter(card_number=typed), by_name(rows, typed)):
        if narrowed.exists():
            return narrowed
    return by_words_of_name(rows, typed)


def exactly(rows: QuerySet[Member], typed: str) -> QuerySet[Member]:
    """The members with just this card number, or else this full name, with or without marks."""
    by_card = rows.filter(card_number=typed)
    return by_card if by_card.exists() else rows.filter(name_fold=text.fold(typed))


def about(member: Member) -> str:
    """What tells a member from namesakes."""
    card = gettext("card %(number)s") % {"number": member.card_number} if member.card_number else ""
    return " · ".join(part for part in (unit_name(member), card) if part)


def _begins(folded: str, *, has_index: bool = True) -> Q:
    """Names that begin so. has_index: by the indexes of the two keys; SQLite looks up common names better in the order
    of the list, and is kept from its indexes there.
    """
    wanted = _prefix("name_fold", folded, has_index) | _prefix("name_rev", folded, has_index)
    words = folded.split()
    if len(words) > 1:
        turned = text.reverse_name(folded)  # "thi hoa": middle and given name stand turned in the key
        wanted |= Q(name_rev=turned) | _prefix("name_rev", f"{turned} ", has_index)
    return wanted


def _prefix(field: str, folded: str, has_index: bool) -> Q:
    """A pattern on PostgreSQL, a range on SQLite: what each has an index for."""
    if connection.vendor == "postgresql" or not has_index:
        return Q(**{f"{field}__startswith": folded})
    return Q(**{f"{field}__gte": folded, f"{field}__lt": folded + LAST})


def _marked(typed: str) -> Q:
    """The written name holds each word with the marks that were typed, wherever the tone is placed."""
    wanted = Q()
    for word in text.nfc(typed).split()[:6]:
        forms: set[str] = {text.tone_style(word.lower(), "old"), text.tone_style(word.lower(), "new")}
        written = Q()
        for form in sorted(forms | {form.capitalize() for form in forms} | {form.upper() for form in forms}):
            written |= Q(person__full_name__contains=form)
        wanted &= written
    return wanted
