"""A plan while it is made: where each row stands so far, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import date

from tongket.members.private_keys import identity_key
from tongket.rosters.fields import card_key, name_fold
from tongket.rosters.plan import SKIP, Choices, People, Plan, skip_key
from tongket.sheets.shape import Problem

TAKEN, REFUSED, SKIPPED = 0, 1, 2


class Draft:
    """The rows of a file with what they are compared by, column by column; each step of the planning adds to `plan`."""

    def __init__(self, people: People, problems: Sequence[Problem], choices: Choices) -> None:
        self.people, self.answers = people, choices.answers
        columns = people.fields
        self.names: list[str] = columns["full_name"]
        self.born_on: list[date | None] = columns["born_on"]
        folded = {name: name_fold(name) for name in set(self.names)}
        self.folded_names = list(map(folded.__getitem__, self.names))
        self.card_keys = [card_key(number) if number else "" for number in columns["card_number"]]
        self.identity_keys = [identity_key(number) if number else "" for number in columns["identity_number"]]
        self.births = [
            (name, born_on if precision == "day" else None)
            for name, born_on, precision in zip(self.folded_names, self.born_on, columns["born_precision"], strict=True)
        ]  # folded name and day of birth, None where the day is not known

        skipped = {key for key in self.answers if key.startswith(f"{SKIP}:")}
        problems = [problem for problem in problems if skip_key(problem.sheet, problem.row) not in skipped]
        self.plan = Plan(people, [None] * len(people), self.identity_keys, self.folded_names, problems=list(problems))
        self.status = bytearray(len(people))
        wrong = {(problem.sheet, problem.row) for problem in problems if problem.is_error}
        if skipped or wrong:
            for index in range(len(people)):
                place = people.at(index)
                if skipped and skip_key(*place) in skipped:
                    self.status[index] = SKIPPED
                elif place in wrong:
                    self.status[index] = REFUSED
        self._reported = {(problem.sheet, problem.row, problem.field) for problem in problems if problem.is_error}

    def rows(self) -> Iterator[int]:
        """The rows that are not left out, refused ones too: all that is wrong with them is told at once."""
        status = self.status
        return (index for index in range(len(status)) if status[index] != SKIPPED)

    def refuse(self, index: int, field: str, code: str, message: str) -> None:
        """Refuse a row for one of its fields. A field with an error of the reading says no more."""
        self.status[index] = REFUSED
        if (*self.people.at(index), field) not in self._reported:
            self._add_problem(index, field, code, message, is_error=True)

    def remark(self, index: int, field: str, code: str, message: str) -> None:
        """Say something about a row that does not stop its import."""
        self._add_problem(index, field, code, message, is_error=False)

    def _add_problem(self, index: int, field: str, code: str, message: str, *, is_error: bool) -> None:
        sheet, row = self.people.at(index)
        name = self.names[index]
        left = self.people.lefts[index]
        self.plan.problems.append(Problem(sheet, row, "", field, code, name, message, "", is_error, left))
