"""The part “History” of a record page: who changed what, when and why, in words.

It shows no field of a class above that of the verb that opened the page, and none that the page itself keeps back
(S-05).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tongket.core import dates, numbers
from tongket.org import access
from tongket.org.models import Classed, Person, Unit
from tongket.org.queries.history import Change, FieldChange, changes_of, name_of
from tongket.pages.columns import Cell
from tongket.pages.errors import in_words
from tongket.pages.record import Section, SmallTable

Words = Callable[[type[models.Model], str, Any, Any], str | None]
Shows = Callable[[type[models.Model], str], bool]
MOST_LINES = 100
NAMES = (Unit, Person)  # what a row names by them stands on its page, whoever reads it


def section(
    row: Classed, verb: str, *, words: Words | None = None, also: Iterable[Classed] = (), shows: Shows | None = None
) -> list[Section]:
    """The changes of a row and its parts, the newest first; no section where nothing was changed.

    verb: the one that the page is opened with. words: what became of a field of a table, before and after, where that
    reads otherwise than usual; None: as usual. also: other rows whose history belongs to the page. shows: which
    fields of which table the page shows to this reader.
    """
    most_class = access.POLICIES[verb].data_class
    lines = []
    for change in changes_of(row, also)[:MOST_LINES]:
        told = what_changed(change, most_class, words=words, shows=shows)
        if told:
            by = change.by.full_name if change.by else _("the system")
            lines.append([dates.moment(change.at), by, told, change.reason])
    if not lines:
        return []
    heads = [(_("Changed at"), "start"), (_("By"), "start"), (_("What changed"), "start")]
    if not any(line[-1] for line in lines):
        lines = [line[:-1] for line in lines]
    else:
        heads.append((_("Reason"), "start"))
    cells: list[list[Cell | str]] = [list(line) for line in lines]
    return [Section(_("History"), table=SmallTable(heads, cells))]


def what_changed(change: Change, most_class: str, *, words: Words | None = None, shows: Shows | None = None) -> str:
    """One change in words; empty where the reader may see nothing of it."""
    if change.held_class > most_class:
        return ""
    fields = [
        text
        for field in change.fields
        if (shows is None or shows(change.model, field.name)) and (text := _field(change, field, most_class, words))
    ]
    if not fields:
        return ""
    told = "; ".join(fields)
    of = str(change.model._meta.verbose_name)
    if change.is_removal:
        return _("%(of)s withdrawn: %(fields)s") % {"of": of.capitalize(), "fields": told}
    return f"{of.capitalize()}: {told}" if change.is_part else told


def _field(change: Change, changed: FieldChange, most_class: str, words: Words | None) -> str:
    """ "Label: before → after"; empty for what is no field of a reader, or is not for this one."""
    model: Any = change.model
    field = next((field for field in model._meta.concrete_fields if field.name == changed.name), None)
    if field is None or not isinstance(field.verbose_name, Promise):  # what nobody has named is the program's own
        return ""
    if model.class_of.get(changed.name, model.data_class) > most_class or not _may_be_named(field, most_class):
        return ""
    if words is not None and (special := words(model, changed.name, changed.before, changed.after)) is not None:
        return f"{field.verbose_name}: {special}" if special else ""
    if isinstance(changed.before, list | dict) or isinstance(changed.after, list | dict):
        return str(field.verbose_name) if changed.before != changed.after else ""
    before, after = (in_words_of(model, changed.name, value) for value in (changed.before, changed.after))
    if change.is_removal:
        return f"{field.verbose_name}: {before}" if changed.before not in (None, "") else ""
    return f"{field.verbose_name}: {before} → {after}" if before != after else ""


def _may_be_named(field: Any, most_class: str) -> bool:
    related: Any = field.related_model
    return related is None or related in NAMES or related.data_class <= most_class


def in_words_of(model: type[models.Model], name: str, kept: Any) -> str:
    """A value of a field, as history keeps it, as a reader knows it."""
    field: Any = model._meta.get_field(name)
    if kept is None or kept == "":
        return "–"
    if field.related_model is not None:
        return name_of(field.related_model, kept)
    value = field.to_python(kept)
    if isinstance(field, models.DecimalField):
        return numbers.number(value)
    return in_words(model(), name, value)


def latest(row: Classed, verb: str) -> str:
    """The last change of a row in words, for who has just made it."""
    changes = changes_of(row)
    return what_changed(changes[0], access.POLICIES[verb].data_class) if changes else ""
