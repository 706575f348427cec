"""The parts of a batch: compressed, then sealed with the key that the encrypted fields use."""

import io
import pickle
import zlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from tongket.members.models import Private
from tongket.rosters.models import Batch, BatchPart
from tongket.rosters.plan import People

Name = BatchPart.Name
FOR_CHECKING = (Name.FILE, Name.PEOPLE, Name.FINDINGS, Name.CHOICES)
PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("datetime", "time")}


class _Reader(pickle.Unpickler):
    """Reads numbers, texts, days, lists and tables, and nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def sealer() -> Any:
    """The key of the encrypted fields."""
    field: Any = Private._meta.get_field("identity_number")
    return field.f


def put(batch: Batch, **parts: Any) -> None:
    """Keep the parts, in the place of those of the same name."""
    for name, value in parts.items():
        level = 0 if isinstance(value, bytes) else 1  # a file is packed already
        packed = zlib.compress(pickle.dumps(value, protocol=5), level=level)
        BatchPart.objects.update_or_create(batch=batch, name=name, defaults={"body": sealer().encrypt(packed)})


def get(batch: Batch, name: str, default: Any = None) -> Any:
    """What is kept under a name; `default` where nothing is."""
    body = BatchPart.objects.filter(batch=batch, name=name).values_list("body", flat=True).first()
    if body is None:
        return default
    return _Reader(io.BytesIO(zlib.decompress(sealer().decrypt(bytes(body))))).load()


def drop(batch: Batch, *names: str) -> None:
    """Delete the parts of those names."""
    BatchPart.objects.filter(batch=batch, name__in=names or FOR_CHECKING).delete()


def packed(people: People) -> dict[str, Any]:
    """The rows in numbers and texts alone: days as their ordinals, which take a fraction of the time."""
    fields = {
        name: [day.toordinal() if day else 0 for day in column] if name.endswith("_on") else column
        for name, column in people.fields.items()
    }
    sheets, rows = [sheet for sheet, _row in people.places], [row for _sheet, row in people.places]
    return {"fields": fields, "at_sheet": sheets, "at_row": rows, "sheets": people.sheets}


def unpacked(kept: Mapping[str, Any]) -> People:
    """The rows again."""
    day = cache(date.fromordinal)
    fields = {
        name: [day(number) if number else None for number in column] if name.endswith("_on") else column
        for name, column in kept["fields"].items()
    }
    return People(fields, list(zip(kept["at_sheet"], kept["at_row"], strict=True)), kept["sheets"])


def choices(batch: Batch) -> tuple[dict[str, str], dict[str, str]]:
    """What the officer mended (cell → text) and answered (question → choice)."""
    kept: Mapping[str, dict[str, str]] = get(batch, Name.CHOICES, {})
    return dict(kept.get("mends", {})), dict(kept.get("answers", {}))
