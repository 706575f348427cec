"""What is kept beside a batch: the file, the rows read from it, what was found and decided."""

from typing import Any

from tongket.rosters.models import Batch, BatchPart
from tongket.rosters.sealing import seal

Name = BatchPart.Name
FOR_CHECKING = (Name.FILE, Name.TABLE, Name.PEOPLE, Name.FINDINGS, Name.CHOICES)


def keep_sealed(batch: Batch, name: Name, body: bytes) -> None:
    """Keep a part that is sealed already."""
    BatchPart.objects.update_or_create(batch=batch, name=name, defaults={"body": body})


def keep(batch: Batch, name: Name, value: Any) -> None:
    """Keep a part, in the place of the one of this name."""
    BatchPart.objects.update_or_create(batch=batch, name=name, defaults={"body": seal(value)})


def drop(batch: Batch, *names: Name) -> None:
    """Delete the parts of these names; without names all but the log."""
    BatchPart.objects.filter(batch=batch, name__in=names or FOR_CHECKING).delete()
