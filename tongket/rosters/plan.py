"""What an import would do: the rows of a file as understood, and what follows from each beside the roll."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.sheets.shape import Problem

SKIP = "skip"  # the answer, and the kind of answer, that leaves rows out


@dataclass(slots=True)
class People:
    """The rows of a file as understood: columns of clean values, and where each row stands."""

    fields: dict[str, list[Any]]
    places: list[tuple[int, int]]
    sheets: list[str]
    lefts: list[int]  # the first column of the list of each row, from 0: lists may stand side by side

    def __len__(self) -> int:
        return len(self.places)

    def at(self, index: int) -> tuple[str, int]:
        """Sheet and row as the file counts them."""
        sheet, row = self.places[index]
        return self.sheets[sheet], row


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only the officer knows. choices: (value, text)."""

    key: str
    kind: str
    text: str
    choices: list[tuple[str, str]]
    examples: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the officer decided. corrections: "Sheet1!D12" → text; answers: key of a question → choice."""

    corrections: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Change:
    """A member whose row differs. fields: name, value in the roll, value in the file."""

    index: int
    member_id: uuid.UUID
    person_id: uuid.UUID
    version: int
    private_id: uuid.UUID | None
    private_version: int
    fields: list[tuple[str, Any, Any]]


@dataclass(slots=True)
class Plan:
    """What an import would do. Numbers are those of the rows of `people`."""

    people: People
    units: list[uuid.UUID | None]  # the cell of each row
    identity_keys: list[str]
    folded_names: list[str]
    new: list[int] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0
    skipped: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    official_on: dict[int, date] = field(default_factory=dict)  # where the file has no day and 12 months were agreed

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way and there is something to do."""
        is_clear = not self.questions and not any(problem.is_error for problem in self.problems)
        return is_clear and bool(self.new or self.changed)

    def unit_of(self, index: int) -> uuid.UUID:
        """The cell of a row that is imported; a row without one is refused before."""
        unit_id = self.units[index]
        assert unit_id is not None, index
        return unit_id

    def digest(self) -> str:
        """A hash of all that the import would do: equal only when it would do the same."""
        digest = hashlib.sha256()
        digest.update(b"".join([b"%d %d;" % (index, self.unit_of(index).int) for index in self.new]))
        for change in self.changed:
            versions = (change.version, change.private_version)
            digest.update(repr((change.index, change.member_id, *versions, change.fields)).encode())
        official_on = sorted(self.official_on.items())
        digest.update(repr((self.unchanged, self.refused, len(self.skipped), official_on)).encode())
        return digest.hexdigest()


def skip_key(sheet: str, row: int) -> str:
    """The key of the answer that leaves a row out."""
    return f"{SKIP}:{sheet}!{row}"
