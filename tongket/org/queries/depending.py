"""What hangs on a row, before it is withdrawn."""

from collections.abc import Iterator
from typing import Any

from django.db import models


def depending_on(row: models.Model) -> list[tuple[str, int]]:
    """The rows of other tables that name a row and keep it from being removed: what they are called, and how many."""
    return [(str(model._meta.verbose_name), count) for model, count in _counted(row, models.PROTECT)]


def going_with(row: models.Model) -> list[tuple[str, int]]:
    """The rows that are removed together with it."""
    return [(str(model._meta.verbose_name), count) for model, count in _counted(row, models.CASCADE)]


def _counted(row: models.Model, on_delete: Any) -> Iterator[tuple[type[models.Model], int]]:
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.on_delete is not on_delete:
            continue
        model: Any = relation.related_model
        count = model._default_manager.filter(**{relation.field.name: row.pk}).count()
        if count:
            yield model, count
