"""Rows of a file beside the roll: who is new, who is known, what differs (documents.md 8.30, 8.42, 8.44).

A person is known by the identity number, else by the card number, else by name and full day of birth together;
never by the name alone. Nothing of members whom the officer may not see is said, but that a number is taken.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import dates
from tongket.members import checks, queries, rules
from tongket.members.models import Member
from tongket.members.private_keys import identity_key
from tongket.members.rules import ON_ROLL
from tongket.org import access
from tongket.org.models import Unit
from tongket.rosters.plan import Ask, People, Plan, card_key, label, name_fold
from tongket.rosters.queries import candidates
from tongket.rosters.queries.candidates import Candidate, Roll
from tongket.rosters.queries.cells import Cells, Found
from tongket.rosters.queries.comparing import Known, compare, contradictions, out_of_order
from tongket.sheets.shape import Problem

CHUNK = 500
OPEN, REFUSED, SKIPPED = 0, 1, 2
LATE = 18  # months after the admission; who is not official by then hardly is on probation
SKIP, CELL, OFFICIAL = "skip", "unit", "official"
LONGEST = {"full_name": 120, "card_number": 20, "phone": 20}  # characters that the tables hold
TWELVE_MONTHS, PROBATION = "twelve_months", "probation"


def skip_key(sheet: str, row: int) -> str:
    """The name of the choice to leave a row out."""
    return f"{SKIP}:{sheet}!{row}"


def plan(
    people: People,
    said: Sequence[Problem],
    asked: Sequence[tuple[Any, ...]],
    *,
    unit: Unit,
    from_on: date,
    answers: Mapping[str, str],
    by: access.Reader,
    on: date,
) -> Plan:
    """What the import of these rows would do. said, asked: the problems and questions of the reading."""
    made = _Planner(people, said, unit, from_on, answers, by, on).plan()
    made.asks = [*(Ask(*one) for one in asked), *made.asks]
    return made


class _Planner:
    def __init__(
        self,
        people: People,
        said: Sequence[Problem],
        unit: Unit,
        from_on: date,
        answers: Mapping[str, str],
        by: access.Reader,
        on: date,
    ) -> None:
        self.people = people
        self.unit, self.from_on, self.answers, self.by, self.on = unit, from_on, answers, by, on
        self.cells = Cells(unit, by, on=on)
        columns = people.fields
        self.names: list[str] = columns["full_name"]
        folded = {name: name_fold(name) for name in set(self.names)}
        self.folds = list(map(folded.__getitem__, self.names))
        self.cards = [card_key(number) if number else "" for number in columns["card_number"]]
        keys = [identity_key(number) if number else "" for number in columns["identity_number"]]
        self.born: list[date | None] = columns["born_on"]
        precisions = columns["born_precision"]
        self.full_births = [
            born if precision == "day" else None for born, precision in zip(self.born, precisions, strict=True)
        ]
        count = len(people)
        self.status = bytearray(count)
        left_out = {key for key in answers if key.startswith(f"{SKIP}:")}
        if left_out:
            for index in range(count):
                if skip_key(*people.at(index)) in left_out:
                    self.status[index] = SKIPPED
        kept = [problem for problem in said if skip_key(problem.sheet, problem.row) not in left_out]
        wrong = {(problem.sheet, problem.row) for problem in kept if problem.is_error}
        if wrong:
            for index in range(count):
                if not self.status[index] and people.at(index) in wrong:
                    self.status[index] = REFUSED
        self.said = {(problem.sheet, problem.row, problem.field) for problem in kept if problem.is_error}
        self.doubled: set[int] = set()
        self.result = Plan(people, [None] * count, keys, self.folds, problems=list(kept))

    def plan(self) -> Plan:
        self._find_cells()
        self._check_lengths()
        self._find_doubles()
        self._find_persons()
        self._check_new()
        result = self.result
        result.skipped = [index for index, status in enumerate(self.status) if status == SKIPPED]
        result.refused = self.status.count(REFUSED)
        result.problems.sort(key=lambda problem: not problem.is_error)
        return result

    # --- Cells

    def _find_cells(self) -> None:
        found: dict[str, Found] = {}
        rows: dict[str, list[int]] = {}
        written: list[str] = self.people.fields["unit"]
        for index, name in enumerate(written):
            if self.status[index] == SKIPPED:
                continue
            if name not in found:
                found[name] = self._cell(name)
            unit_id = found[name].unit_id
            if unit_id is None:
                rows.setdefault(name, []).append(index)
                if self.answers.get(f"{CELL}:{name}") == SKIP:
                    self.status[index] = SKIPPED
                else:
                    self.status[index] = REFUSED
            else:
                self.result.units[index] = unit_id
        for name, indexes in rows.items():
            if self.answers.get(f"{CELL}:{name}") != SKIP:
                self._ask_cell(name, found[name].choices, indexes)
        self._check_cells()

    def _cell(self, name: str) -> Found:
        chosen = self.cells.by_code.get(self.answers.get(f"{CELL}:{name}", ""))
        return Found(chosen.pk) if chosen else self.cells.find(name)

    def _ask_cell(self, name: str, choices: list[tuple[str, str]], indexes: list[int]) -> None:
        sheet, row = self.people.at(indexes[0])
        words = (
            _("Which cell is “%(name)s”? No cell under %(unit)s bears that name.")
            if name
            else _("Which cell do the rows belong to that name none?")
        )
        example = ngettext(
            "%(sheet)s, row %(row)s: %(count)s person",
            "%(sheet)s, from row %(row)s on: %(count)s persons",
            len(indexes),
        )
        self.result.asks.append(
            Ask(
                key=f"{CELL}:{name}",
                kind=CELL,
                text=words % {"name": name, "unit": self.unit.place.name},
                choices=[*choices, (SKIP, _("Leave these rows out"))],
                examples=[example % {"sheet": sheet, "row": row, "count": len(indexes)}],
            )
        )

    def _check_cells(self) -> None:
        """A cell that did not exist yet on the day from which the members are to stand in it."""
        used = {unit_id for unit_id in self.result.units if unit_id is not None}
        periods = queries.periods_of([self.cells.by_id[unit_id] for unit_id in used])
        wrong: dict[uuid.UUID, str] = {}
        for unit_id in used:
            try:
                checks.check_cell(periods, self.cells.by_id[unit_id], self.from_on)
            except ValidationError as refusal:
                wrong[unit_id] = " ".join(refusal.messages)
        if wrong:
            for index, one in enumerate(self.result.units):
                if one in wrong:
                    self._refuse(index, "unit", "no_cell_on_day", wrong[one])

    # --- Persons

    def _check_lengths(self) -> None:
        for name, longest in LONGEST.items():
            column: list[str] = self.people.fields[name]
            if max(map(len, column), default=0) > longest:
                words = _("This is too long: %(limit_value)d characters at most.") % {"limit_value": longest}
                for index in self._open():
                    if len(column[index]) > longest:
                        self._refuse(index, name, "too_long", words)

    def _find_doubles(self) -> None:
        seen: dict[tuple[str, Any], int] = {}
        for index in self._alike():
            key, card = self.result.keys[index], self.cards[index]
            for name, value in (("identity_number", key), ("card_number", card)):
                if value:
                    first = seen.setdefault((name, value), index)
                    if first != index:
                        self._double(index, first, name)
            born = self.full_births[index]
            if born is None or index in self.doubled:
                continue
            first = seen.setdefault((self.folds[index], born), index)
            if first != index and not self._differ(index, self.result.keys[first], self.cards[first]):
                self._double(index, first, "full_name")

    def _alike(self) -> list[int]:
        """The rows that share a number, or name and birth, with another row of the file."""
        keys, cards, pairs = self.result.keys, self.cards, list(zip(self.folds, self.full_births, strict=True))
        keys_again, cards_again, pairs_again = _again(filter(None, keys)), _again(filter(None, cards)), _again(pairs)
        if not (keys_again or cards_again or pairs_again):
            return []
        return [
            index
            for index in self._open()
            if keys[index] in keys_again or cards[index] in cards_again or pairs[index] in pairs_again
        ]

    def _double(self, index: int, first: int, name: str) -> None:
        if index in self.doubled:
            return
        self.doubled.add(index)
        sheet, row = self.people.at(first)
        words = {
            "identity_number": _("The same identity number stands in %(sheet)s, row %(row)s: correct one of the two."),
            "card_number": _("The same card number stands in %(sheet)s, row %(row)s: correct one of the two."),
            "full_name": _(
                "The same name and day of birth stand in %(sheet)s, row %(row)s: leave one of the two out, or enter "
                "their card numbers if they are two persons."
            ),
        }
        self._refuse(index, name, "twice_in_file", words[name] % {"sheet": sheet, "row": row})

    def _differ(self, index: int, key: str, card: str) -> bool:
        """Whether a number says that the row is another person than the one with this key and card."""
        mine_key, mine_card = self.result.keys[index], self.cards[index]
        return bool((mine_key and key and mine_key != key) or (mine_card and card and mine_card != card))

    def _find_persons(self) -> None:
        roll = candidates.find(
            self.people, self.result.keys, self.cards, self.folds, self.full_births, by=self.by, on=self.on
        )
        matched: dict[uuid.UUID, int] = {}
        doubled, keys, cards, new = self.doubled, self.result.keys, self.cards, self.result.new
        pairs = list(zip(self.folds, self.full_births, strict=True))
        for index in self._open():
            if index in doubled:
                continue
            if keys[index] not in roll.by_key and cards[index] not in roll.by_card and pairs[index] not in roll.by_name:
                new.append(index)  # nobody it could mean
                continue
            found, is_clear = self._person(index, roll)
            if not is_clear:
                continue
            if found is None:
                new.append(index)
            elif not found.is_visible:
                self._refuse(
                    index,
                    "identity_number" if self.result.keys[index] == found.key != "" else "card_number",
                    "in_other_organisation",
                    _("This number is on the roll of another organisation: ask the superior about a transfer."),
                )
            elif found.member_id in matched:
                self._double(index, matched[found.member_id], "full_name")
            else:
                matched[found.member_id] = index
        self._compare(matched)

    def _person(self, index: int, roll: Roll) -> tuple[Candidate | None, bool]:
        """Whom the row means, nobody known for a new member; and whether that is clear."""
        key, card, born = self.result.keys[index], self.cards[index], self.full_births[index]
        if key and key in roll.by_key:
            return roll.by_key[key], True
        carded = roll.by_card.get(card, []) if card else []
        if len(carded) > 1:
            self._refuse(index, "card_number", "ambiguous", _("Several members bear this card number."))
            return None, False
        named = roll.by_name.get((self.folds[index], born), []) if born is not None else []
        if carded:
            if key and carded[0].key and key != carded[0].key:
                self._refuse(index, "card_number", "card_of_other", self._card_of_other())
                return None, False
            return carded[0], True
        fitting = [one for one in named if not self._differ(index, one.key, one.card)]
        if len(fitting) > 1:
            words = _("Several members bear this name and day of birth: enter the card number.")
            self._refuse(index, "full_name", "ambiguous", words)
            return None, False
        if not fitting and named:
            words = _("The roll holds somebody else of this name and day of birth, with another number.")
            self._remark(index, "full_name", "namesake", words)
        return (fitting[0] if fitting else None), True

    @staticmethod
    def _card_of_other() -> str:
        return _("The roll holds this card number for another person: correct the number or leave the row out.")

    def _compare(self, matched: dict[uuid.UUID, int]) -> None:
        ids = list(matched)
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            known = Known.of(chunk)
            members = Member.objects.select_related("person", "private", "unit__place").filter(pk__in=chunk)
            for member in members:
                self._compare_one(member, matched[member.pk], known)
        self.result.changed.sort(key=lambda change: change.index)

    def _compare_one(self, member: Member, index: int, known: Known) -> None:
        by_card = self.cards[index] and self.cards[index] == card_key(member.card_number)
        is_named = self.folds[index] == member.name_fold
        if by_card and not is_named and self.born[index] not in {None, member.born_on}:
            self._refuse(index, "card_number", "card_of_other", self._card_of_other())
        elif member.state not in ON_ROLL:
            words = _("The roll says: %(state)s. A file does not bring a member back; record it on the member's page.")
            self._refuse(index, "full_name", "left", words % {"state": member.get_state_display()})
        elif self.result.units[index] not in {None, member.unit_id}:
            words = _("Stands in %(unit)s: record the transfer on the member's page, or leave the row out.")
            self._refuse(index, "unit", "in_other_cell", words % {"unit": member.unit.place.name})
        else:
            change, remarks = compare(self.people, index, member, self.result.keys[index], known)
            for name, words in remarks:
                self._remark(index, name, "stays", words)
            wrong = contradictions(member, change) if change else []
            for name, words in wrong:
                self._refuse(index, name, "out_of_order", words)
            if self.status[index]:
                return
            if change:
                self.result.changed.append(change)
            else:
                self.result.same += 1

    # --- New members

    def _check_new(self) -> None:
        columns = self.people.fields
        sexes, admissions = columns["sex"], columns["party_age_from_on"]
        ceremonies, officials = columns["ceremony_on"], columns["official_on"]
        late: list[int] = []
        from_on = self.from_on
        for index in self.result.new:
            sex, born_on, admitted_on = sexes[index], self.born[index], admissions[index]
            ceremony_on, official_on = ceremonies[index], officials[index]
            if not sex or born_on is None or admitted_on is None or " " not in self.names[index]:
                self._missing(index, sex, born_on, admitted_on)
                continue
            if (
                born_on >= admitted_on
                or (ceremony_on is not None and ceremony_on < admitted_on)
                or (official_on is not None and official_on <= admitted_on)
            ):
                for name, words in out_of_order(born_on, admitted_on, ceremony_on, official_on):
                    self._refuse(index, name, "out_of_order", words)
                continue
            if (
                admitted_on > from_on
                or (ceremony_on is not None and ceremony_on > from_on)
                or (official_on is not None and official_on > from_on)
            ):
                self._after_roll(index, admitted_on, ceremony_on, official_on)
            if official_on is None and not self.status[index]:
                begun_on = ceremony_on or admitted_on
                if dates.months_after(begun_on, LATE) < from_on:
                    late.append(index)
        self.result.new = [index for index in self.result.new if not self.status[index]]
        self._decide_official(late)

    def _after_roll(self, index: int, admitted_on: date, ceremony_on: date | None, official_on: date | None) -> None:
        words = _("%(day)s lies after %(from)s, the day from which the members stand on the roll.")
        for name, day in (
            ("party_age_from_on", admitted_on),
            ("ceremony_on", ceremony_on),
            ("official_on", official_on),
        ):
            if day is not None and day > self.from_on:
                self._refuse(
                    index, name, "after_roll", words % {"day": dates.dmy(day), "from": dates.dmy(self.from_on)}
                )

    def _missing(self, index: int, sex: str, born_on: date | None, admitted_on: date | None) -> None:
        words = _("Missing: %(label)s. The roll needs it of a new member.")
        for name, value in (("sex", sex), ("born_on", born_on), ("party_age_from_on", admitted_on)):
            if not value:
                self._refuse(index, name, "missing", words % {"label": label(name)})
        if " " not in self.names[index]:
            self._refuse(index, "full_name", "missing", _("Enter the family name and the given name."))

    def _decide_official(self, late: list[int]) -> None:
        """Long admitted, without a day of official status: asked, never guessed."""
        if not late:
            return
        answer = self.answers.get(OFFICIAL)
        columns = self.people.fields
        if answer == TWELVE_MONTHS:
            for index in late:
                begun_on = columns["ceremony_on"][index] or columns["party_age_from_on"][index]
                self.result.official_on[index] = rules.probation_ends_on(begun_on)
        elif answer != PROBATION:
            words = ngettext(
                "%(count)s new member was admitted long ago, and the file does not say since when official.",
                "%(count)s new members were admitted long ago, and the file does not say since when official.",
                len(late),
            )
            choices = [
                (TWELVE_MONTHS, _("Official 12 months after the ceremony or admission")),
                (PROBATION, _("Still on probation")),
            ]
            examples = ["{}, {}".format(*self.people.at(index)) for index in late[:3]]
            self.result.asks.append(Ask(OFFICIAL, OFFICIAL, words % {"count": len(late)}, choices, examples))

    # --- Parts

    def _open(self) -> Iterator[int]:
        status = self.status
        return (index for index in range(len(status)) if status[index] != SKIPPED)

    def _refuse(self, index: int, name: str, code: str, message: str) -> None:
        self.status[index] = REFUSED
        self._say(index, name, code, message, is_error=True)

    def _remark(self, index: int, name: str, code: str, message: str) -> None:
        self._say(index, name, code, message, is_error=False)

    def _say(self, index: int, name: str, code: str, message: str, *, is_error: bool) -> None:
        sheet, row = self.people.at(index)
        if is_error and (sheet, row, name) in self.said:
            return
        value = self.people.fields["full_name"][index]
        self.result.problems.append(
            Problem(
                sheet=sheet,
                row=row,
                cell="",
                field=name,
                code=code,
                value=value,
                message=message,
                suggestion="",
                is_error=is_error,
            )
        )


def _again(values: Iterable[Any]) -> set[Any]:
    """Those that come more than once."""
    return {value for value, count in Counter(values).items() if count > 1}
