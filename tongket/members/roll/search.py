"""Search by name, as people type it: given name first or family first, with or without marks.

What is typed is the beginning of one of the two folded keys of a person; marks that are typed narrow what was found.
"""

from django.db import connection
from django.db.models import Q, QuerySet

from tongket.core import text
from tongket.members.models import Member
from tongket.org.models import Person

# Persons up to which they are named one by one, so that a rare name costs no walk through the roll. PostgreSQL finds
# its way to some hundreds by itself, and naming them takes longer.
FEW = {"postgresql": 100, "sqlite": 500}
MOST_FOR_WORDS = 5_000  # rows up to which words are looked for anywhere in the name
LAST = "\uffff"


def by_name(rows: QuerySet[Member], typed: str) -> QuerySet[Member]:
    """The members whose name begins with what was typed: family name first, given name first, or middle and given
    name.
    """
    folded = text.fold(typed)
    if not folded:
        return rows
    persons = Person.objects.filter(_begins("", folded, has_index=True)).order_by()
    most = FEW[connection.vendor]
    few = list(persons.values_list("pk", "full_name")[: most + 1])
    has_marks = text.nfc(typed).lower() != text.fold_chars(typed)
    if len(few) <= most:
        spoken = _spoken(typed)
        return rows.filter(person__in=[pk for pk, name in few if not has_marks or _says(name, spoken)])
    rows = rows.filter(_begins("person__", folded, has_index=connection.vendor == "postgresql"))
    return rows.filter(_marked(typed)) if has_marks else rows


def by_words_of_name(rows: QuerySet[Member], typed: str) -> QuerySet[Member]:
    """The members whose names hold all the words, in whatever order; nobody where the list is too long for that."""
    if rows.order_by()[: MOST_FOR_WORDS + 1].count() > MOST_FOR_WORDS:
        return rows.none()
    for word in text.fold(typed).split()[:6]:
        rows = rows.filter(person__name_fold__contains=word)
    has_marks = text.nfc(typed).lower() != text.fold_chars(typed)
    return rows.filter(_marked(typed)) if has_marks else rows


def _begins(person: str, folded: str, *, has_index: bool) -> Q:
    """Names that begin so. person: the way to the person, with `__`. has_index: by the indexes of the two keys; SQLite
    looks up common names better in the order of the list, and is kept from its indexes there.
    """
    fold, rev = f"{person}name_fold", f"{person}name_rev"
    wanted = _prefix(fold, folded, has_index) | _prefix(rev, folded, has_index)
    words = folded.split()
    if len(words) > 1:
        turned = " ".join(reversed(words))  # "thi hoa": middle and given name stand turned in the key
        wanted |= Q(**{rev: turned}) | _prefix(rev, f"{turned} ", has_index)
    return wanted


def _prefix(field: str, folded: str, has_index: bool) -> Q:
    """A pattern on PostgreSQL, a range on SQLite: what each has an index for."""
    if connection.vendor == "postgresql" or not has_index:
        return Q(**{f"{field}__startswith": folded})
    return Q(**{f"{field}__gte": folded, f"{field}__lt": folded + LAST})


def _says(name: str, spoken: str) -> bool:
    return spoken in _spoken(name) or spoken in _spoken(text.reverse_name(name))


def _spoken(name: str) -> str:
    """A name as it sounds: lower case, each tone in one place."""
    return " ".join(text.tone_normal(text.nfc(name)).lower().split())


def _marked(typed: str) -> Q:
    """The written name holds each word with the marks that were typed, wherever the tone is placed."""
    wanted = Q()
    for word in text.nfc(typed).split()[:6]:
        forms: set[str] = {text.tone_style(word.lower(), "old"), text.tone_style(word.lower(), "new")}
        one = Q()
        for form in sorted(forms | {form.capitalize() for form in forms} | {form.upper() for form in forms}):
            one |= Q(person__full_name__contains=form)
        wanted &= one
    return wanted
