"""What is kept beside a batch, read again."""

from collections.abc import Mapping
from typing import Any

from tongket.rosters.models import Batch, BatchPart
from tongket.rosters.plan import Choices
from tongket.rosters.sealing import unseal

Name = BatchPart.Name


def part(batch: Batch, name: Name, default: Any = None) -> Any:
    """What is kept under a name; `default` where nothing is."""
    body = BatchPart.objects.filter(batch=batch, name=name).values_list("body", flat=True).first()
    return default if body is None else unseal(bytes(body))


def choices(batch: Batch) -> Choices:
    """What the officer corrected and answered so far."""
    chosen: Mapping[str, dict[str, str]] = part(batch, Name.CHOICES, {})
    return Choices(chosen.get("corrections", {}), chosen.get("answers", {}))
