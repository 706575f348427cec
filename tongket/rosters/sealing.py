"""How the parts of a batch are kept: compressed, then sealed with the key of the encrypted fields."""

import io
import pickle
import zlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from tongket.members.models import Private
from tongket.rosters.plan import People

_HARMLESS = {("datetime", "date"), ("datetime", "datetime"), ("datetime", "time")}


class _Reader(pickle.Unpickler):
    """Unpickles numbers, texts, days, lists and dicts, and nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _HARMLESS:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def sealer() -> Any:
    """The key of the encrypted fields."""
    field: Any = Private._meta.get_field("identity_number")
    return field.f


def seal(value: Any) -> bytes:
    """A value of numbers, texts, days, lists and dicts as it is kept."""
    level = 0 if isinstance(value, bytes) else 1  # a file is compressed already
    sealed: bytes = sealer().encrypt(zlib.compress(pickle.dumps(value, protocol=5), level=level))
    return sealed


def sealed_table(packed: bytes) -> bytes:
    """The sheets of a file, as the child has packed them, compressed and sealed."""
    return seal({"sheets": packed})


def unseal(sealed: bytes) -> Any:
    """The value that was sealed."""
    return _Reader(io.BytesIO(zlib.decompress(sealer().decrypt(sealed)))).load()


def pack(people: People) -> dict[str, Any]:
    """The rows in numbers and texts alone: days as their ordinals, which take a fraction of the time."""
    fields = {
        name: [day.toordinal() if day else 0 for day in column] if name.endswith("_on") else column
        for name, column in people.fields.items()
    }
    sheets, rows = [sheet for sheet, _row in people.places], [row for _sheet, row in people.places]
    return {"fields": fields, "at_sheet": sheets, "at_row": rows, "sheets": people.sheets, "lefts": people.lefts}


def unpack(packed: Mapping[str, Any]) -> People:
    """The rows that were packed."""
    day = cache(date.fromordinal)
    fields = {
        name: [day(number) if number else None for number in column] if name.endswith("_on") else column
        for name, column in packed["fields"].items()
    }
    places = list(zip(packed["at_sheet"], packed["at_row"], strict=True))
    return People(fields, places, packed["sheets"], packed["lefts"])
