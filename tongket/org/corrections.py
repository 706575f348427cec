"""How each table is put right: by which pages its rows are corrected and withdrawn, or why by none.

Each package says it of its tables in its `policy.py`; docs/reference/corrections.md is made from it, with the tests
that are marked `puts_right`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class PutRight:
    """corrected_by, withdrawn_by: names of addresses. because: why there are none, or not all.

    issue: number of the issue that brings what is missing.
    """

    model: type[Model]
    corrected_by: Sequence[str] = ()
    withdrawn_by: Sequence[str] = ()
    because: str = ""
    issue: int | None = None


REGISTRY: dict[type[Model], PutRight] = {}


def add(
    model: type[Model],
    corrected_by: Sequence[str] = (),
    withdrawn_by: Sequence[str] = (),
    *,
    because: str = "",
    issue: int | None = None,
) -> None:
    """Say how the rows of a table are put right. Raises ValueError on a double."""
    if model in REGISTRY:
        raise ValueError(f"{model._meta.label} is declared twice")
    REGISTRY[model] = PutRight(model, tuple(corrected_by), tuple(withdrawn_by), because, issue)
