"""Which column of a list holds what: joins the words of the head, the neighbours and what the values look like.

Each column gets a score for each kind; then every kind is given to one column at most, so that the sum is the highest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from tongket.sheets import cells, days, labels, looks, stacked
from tongket.sheets.choices import CHOSEN, PROPOSED, STACK, SURE, UNKNOWN, UNREAD, Sureness
from tongket.sheets.matching import assign

PLACED = (  # kinds that the roll has a place for, or that the reading needs
    *("number", "full_name", "family", "given", "sex", "male", "female", "born_on", "party_age_from_on", "ceremony_on"),
    *("official_on", "both_on", "card_number", "identity_number", "phone", "learn", "profession", "theory", "ethnic"),
    *("occupation", "unit", "status"),
)
DAYS = ("born_on", "party_age_from_on", "ceremony_on", "official_on")
BY_VALUES = {  # how much clear values say where the head says nothing
    "number": 0.55,
    "full_name": 0.85,
    "family": 0.5,
    "given": 0.5,
    "sex": 0.9,
    "male": 0.2,
    "female": 0.2,
    "card_number": 0.75,
    "identity_number": 0.95,
    "phone": 0.9,
    "learn": 0.62,
    "profession": 0.6,
    "theory": 0.64,
    "ethnic": 0.85,
    "both_on": 0.8,
    "unit": 0.8,
    "occupation": 0.5,
    "status": 0.3,
}
_SPECIFIC = {  # looks that speak for one kind alone
    "sex": ("sex", "mf"),
    "identity_number": ("identity",),
    "phone": ("phone",),
    "card_number": ("card",),
    "full_name": ("person",),
    "both_on": ("two_dates",),
    "unit": ("unit",),
    "ethnic": ("ethnic",),
    "learn": ("school", "grade"),
    "profession": ("education",),
    "theory": ("theory",),
    "occupation": ("occupation",),
    "given": ("given",),
    "family": ("family",),
}
_OTHERS_BY_VALUES = {"email": 0.9, "religion": 0.6, "hometown": 0.55, "post": 0.5, "rating": 0.7}
_LEVELS = frozenset({"education", "school", "grade", "none"})
_POSTS = frozenset({"post", "occupation", "status"})
_FREE = frozenset({"unit", "occupation", "status", "profession", "learn", "theory", "ethnic"})  # any text may stand in
MIN_WORDS, MIN_SCORE = 0.6, 0.42
_YEAR = 365


@dataclass(slots=True)
class Candidate:
    """A column before it is known. at: its number; parts: the texts above it; values: of some persons, as text."""

    at: int
    parts: list[str]
    values: list[Any]
    words: dict[str, float] = field(default_factory=dict)
    looks: list[frozenset[str]] = field(default_factory=list)
    by_values: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    is_related: bool = False  # its days stand to those of other columns as they must

    @property
    def filled(self) -> int:
        return sum(1 for own in self.looks if own)


@dataclass(slots=True)
class Known:
    """What a column was taken for."""

    kind: str
    sureness: Sureness
    alternatives: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def recognise(
    columns: Sequence[Candidate], *, chosen: Mapping[int, str], own: Mapping[str, str], today: date
) -> dict[int, Known]:
    """What each column holds. chosen: column → kind, by a person's answer, which is taken as it is."""
    for column in columns:
        prepare(column, own, today)
    _relate_days(columns, today)
    for column in columns:
        column.scores = {kind: _score(column, kind) for kind in PLACED}
    _adjust(columns)
    _pair_births(columns)
    stacks = {
        column.at: parts for column in columns if column.at not in chosen and (parts := stack_of(column, own, today))
    }
    for at, answer in chosen.items():
        if answer.startswith(f"{STACK}:"):
            stacks[at] = tuple(kind for kind in answer.partition(":")[2].split(",") if kind)
    taken = {kind for at, kind in chosen.items() if at not in stacks} | {
        part for parts in stacks.values() for part in parts
    }
    free = [column for column in columns if column.at not in chosen and column.at not in stacks]
    kinds = [kind for kind in PLACED if kind not in taken]
    result = {
        column.at: Known(chosen[column.at], CHOSEN, _alternatives(column, chosen[column.at]))
        for column in columns
        if column.at in chosen and column.at not in stacks
    }
    for at, parts in stacks.items():
        result[at] = Known(STACK, CHOSEN if at in chosen else SURE, (), parts)
    others = {column.at: max(_other_score(column), _least(column)) for column in free}
    gains = [[max(column.scores[kind] - others[column.at], 0.0) for kind in kinds] for column in free]
    for column, number in zip(free, assign(gains), strict=True):
        if number is None:
            result[column.at] = Known(UNREAD, _unread_sureness(column), _alternatives(column, UNREAD))
        else:
            kind = kinds[number]
            result[column.at] = Known(kind, _sureness(column, kind, columns), _alternatives(column, kind))
    _names(columns, result, chosen)
    return result


def prepare(column: Candidate, own: Mapping[str, str], today: date) -> None:
    """What the words and the values of a column say, each for itself."""
    column.words = labels.scores(column.parts, own)
    column.looks = [looks.look(value, today) for value in column.values]
    column.by_values = {kind: looks.fit(column.looks, kind) for kind in looks.FITS}


# --- Scores


def _score(column: Candidate, kind: str) -> float:
    words, values = column.words.get(kind, 0.0), column.by_values.get(kind, 0.0)
    if words >= labels.OWN:
        return words
    if kind in {"male", "female"} and words < 0.5:
        return 0.0  # a day or a cross alone says nothing of the sex
    if not column.filled:
        return words * 0.9
    if words:
        if kind in _FREE and not _is_other_text(column, kind):
            values = max(values, 0.45)
        strength = words * (0.5 + 0.5 * values)
        if values < 0.2 and column.filled >= 2:
            strength *= 0.75
        if words >= 0.95:
            strength = max(strength, 0.5)
        if _is_other_text(column, kind):
            strength *= 0.5 if kind == "unit" else 0.7
        return max(strength, _by_values(column, kind))
    return _by_values(column, kind)


def _is_other_text(column: Candidate, kind: str) -> bool:
    """Whether what stands below a word for the cell or a level are posts or occupations."""
    if kind in {"learn", "profession"}:
        known = sum(bool(own & _LEVELS) and not own & _POSTS for own in column.looks)
        is_other = known < 0.3 * column.filled
    else:
        is_other = kind == "unit" and looks.share(column.looks, "unit", "village") < 0.3
    return is_other and looks.share(column.looks, "post", "occupation", "status") >= 0.4


def _by_values(column: Candidate, kind: str) -> float:
    """How much the values alone say; a head with words of another kind takes from it."""
    if not column.filled:
        return 0.0
    if kind in DAYS:
        clear = column.by_values.get(f"related:{kind}", 0.0)
    else:
        telling = [own for own in column.looks if own != {"none"}]  # "không" and dashes stand in every column
        clear = looks.share(telling, *_SPECIFIC.get(kind, ())) if kind in _SPECIFIC else 0.0
        if kind == "number":
            clear = 1.0 if looks.is_counting(column.values) else 0.0
        if kind == "sex" and clear < 1 and looks.share(column.looks, "sex", "mf", "flag") > 0.95 and clear > 0:
            clear = 1.0
    score = BY_VALUES.get(kind, 0.0) * clear if kind not in DAYS else 0.8 * clear
    strongest = max((value for name, value in column.words.items() if name != kind), default=0.0)
    return score * (1 - 0.45 * min(strongest, 1.0))


def _least(column: Candidate) -> float:
    """The score from which a column is taken for something."""
    return 0.3 if max(column.words.values(), default=0.0) >= 0.95 else MIN_SCORE


def _other_score(column: Candidate) -> float:
    """How well a kind without a place in the roll fits."""
    best = 0.0
    placed = max((words for kind, words in column.words.items() if kind in PLACED), default=0.0)
    for kind, words in column.words.items():
        if kind not in PLACED and (words >= placed - 0.1 if words >= 0.9 else words > placed + 0.01):
            values = column.by_values.get(kind, 0.6) if kind in looks.FITS and column.filled else 0.8
            best = max(best, words * (0.55 + 0.45 * max(values, 0.3)))
    if placed >= 0.95 and placed >= max(
        (words for kind, words in column.words.items() if kind not in PLACED), default=0
    ):
        best = min(best, 0.4)
    for kind, strength in _OTHERS_BY_VALUES.items():
        clear = looks.share(column.looks, {"hometown": "place"}.get(kind, kind))
        strongest = max(column.words.values(), default=0.0)
        best = max(best, strength * clear * (1 - 0.7 * min(strongest, 1.0)))
    return best


def _adjust(columns: Sequence[Candidate]) -> None:
    """What the neighbours say, and that of two days of admission the later one is the ceremony."""
    for column in columns:
        admitted = column.words.get("party_age_from_on", 0.0)
        if admitted >= 0.8 and any(word in labels.folded(" ".join(column.parts)) for word in ("ket nap", "kn")):
            column.scores["ceremony_on"] = max(
                column.scores["ceremony_on"], 0.55 * column.scores["party_age_from_on"] + 0.1
            )
    for before, column in pairwise(columns):
        if before.words or column.words:
            continue
        if before.scores["full_name"] > 0.6 and column.scores["born_on"] > 0.3:
            column.scores["born_on"] += 0.04


def _pair_births(columns: Sequence[Candidate]) -> None:
    """Two columns side by side with a year or day in one of them for each person: births of men and of women."""
    for left, right in pairwise(columns):
        if right.at != left.at + 1 or not all(map(_may_be_births, (left, right))):
            continue
        filled = [(bool(a), bool(b)) for a, b in zip(left.looks, right.looks, strict=True)]
        either, alone = sum(a or b for a, b in filled), sum(a != b for a, b in filled)
        if either < 3 or alone * 10 < either * 9 or either * 2 < len(filled):
            continue
        order = _order_of_sexes(left, right, columns)
        kinds = ("male", "female") if order >= 0 else ("female", "male")
        for column, kind in zip((left, right), kinds, strict=True):
            column.words = {kind: 0.95 if order else 0.5}
            column.scores = {name: float(name == kind) for name in column.scores}


def _may_be_births(column: Candidate) -> bool:
    others = [words for kind, words in column.words.items() if kind not in {"born_on", "male", "female", "sex", "age"}]
    return column.filled > 0 and looks.share(column.looks, *looks.DATES) >= 0.9 and max(others, default=0.0) < 0.72


def _order_of_sexes(left: Candidate, right: Candidate, columns: Sequence[Candidate]) -> float:
    """Over 0 where men stand left, under 0 where women do, by the heads or else by "Thị" in the names."""
    by_words = left.words.get("male", 0.0) - left.words.get("female", 0.0)
    by_words += right.words.get("female", 0.0) - right.words.get("male", 0.0)
    if by_words:
        return by_words
    names = max(columns, key=lambda column: looks.share(column.looks, "person", "family"))
    women = ["thị" in cells.as_typed(value).lower().split() for value in names.values]
    return sum(
        (1 if in_right else -1) for is_woman, in_right in zip(women, map(bool, right.looks), strict=True) if is_woman
    )


def _relate_days(columns: Sequence[Candidate], today: date) -> None:
    """Births lie long before the rest; who is admitted becomes official about 12 months later."""
    dated = [column for column in columns if looks.share(column.looks, *looks.DATES) >= 0.6 and not _is_two(column)]
    as_days = {column.at: [_day(value, today) for value in column.values] for column in dated}
    for column in dated:
        own = as_days[column.at]
        related = dict.fromkeys(DAYS, 0.0)
        years = sorted(day.year for day in own if day)
        if not years:
            continue
        others = [other for other in dated if other is not column]
        apart = {other.at: looks.distance(own, as_days[other.at]) for other in others}
        late = [gap for gap in apart.values() if gap]
        age = today.year - years[len(years) // 2]
        if late and all(gap[0] >= 14 * _YEAR for gap in late) and 18 <= age <= 100:
            related["born_on"] = 1.0
        elif not late and 18 <= age <= 100:
            related["born_on"] = 0.72 if age >= 25 else 0.5
        after = [gap for gap in late if 330 <= gap[0] <= 500 and gap[1] >= 0.6]
        before = [gap for gap in late if -500 <= gap[0] <= -330 and gap[1] >= 0.6]
        if after and not before:
            related["party_age_from_on"] = 1.0
        if before and not after:
            related["official_on"] = 1.0
        for name, value in related.items():
            column.by_values[f"related:{name}"] = value
        column.is_related = max(related.values()) == 1.0


def _is_two(column: Candidate) -> bool:
    return looks.share(column.looks, "two_dates") >= 0.5


def _day(value: Any, today: date) -> date | None:
    try:
        written = days.parse(value, is_1904=False, today=today)
    except (ValueError, OverflowError):
        return None
    for order in ("dmy", "mdy") if written else ():
        try:
            return days.to_date(written[0], "mdy" if order == "mdy" else "dmy")
        except ValueError:
            continue
    return None


# --- How sure


def _sureness(column: Candidate, kind: str, columns: Sequence[Candidate]) -> Sureness:
    words, values = column.words.get(kind, 0.0), column.by_values.get(kind, 0.0)
    rival = max((score for name, score in column.words.items() if name != kind), default=0.0)
    if words >= labels.OWN:
        return SURE
    if not column.filled:
        return SURE if words >= 0.9 else PROPOSED
    if kind in _FREE and words >= 0.75:
        values = 0.3 if _is_other_text(column, kind) else max(values, 0.6)
    if words >= 0.72 and values >= 0.4 and words >= rival - 0.12:
        return PROPOSED if _contradicts(column, kind, columns) else SURE
    if words >= 0.55 and values >= 0.8 and words >= rival - 0.05:
        return PROPOSED if _contradicts(column, kind, columns) else SURE
    if words >= 0.95:
        return SURE if values >= 0.25 else PROPOSED
    clear = _by_values(column, kind)
    if rival >= 0.72:
        return PROPOSED
    if kind in DAYS:
        return SURE if column.is_related and column.filled >= 4 and clear >= 0.55 else PROPOSED
    is_clear = looks.share(column.looks, *_SPECIFIC.get(kind, ())) >= 0.85 or kind == "number"
    if is_clear and kind in {"sex", "identity_number", "phone", "full_name", "number", "ethnic", "unit"}:
        return SURE if column.filled >= 2 or len(columns) <= 3 else PROPOSED
    if is_clear and kind == "card_number" and column.filled >= 3:
        return SURE
    return PROPOSED


def _contradicts(column: Candidate, kind: str, columns: Sequence[Candidate]) -> bool:
    """Whether the days of most rows say that the head has it wrong: births after admissions, official before it."""
    if kind not in DAYS or column.filled < 3:
        return False
    own = column.by_values
    others = {name for name in DAYS if name != kind and own.get(f"related:{name}", 0.0) == 1.0}
    if kind == "born_on":
        return bool(others & {"official_on"})
    return (
        "born_on" in others
        or (kind == "official_on" and "party_age_from_on" in others)
        or (kind == "party_age_from_on" and "official_on" in others and len(columns) > 2)
    )


def _unread_sureness(column: Candidate) -> Sureness:
    """Sure: known to have no place in the roll. Unknown: nobody can tell."""
    if not column.filled:
        return SURE
    others = max((score for kind, score in column.words.items() if kind not in PLACED), default=0.0)
    placed = max((score for kind, score in column.words.items() if kind in PLACED), default=0.0)
    return SURE if (others >= 0.72 and others > placed) or column.words.get("religion", 0.0) >= 0.6 else UNKNOWN


def _alternatives(column: Candidate, kind: str) -> tuple[str, ...]:
    ranked = sorted(column.scores.items(), key=lambda item: -item[1])
    return tuple(name for name, score in ranked if name != kind and score >= 0.25)[:4]


def _names(columns: Sequence[Candidate], result: dict[int, Known], chosen: Mapping[int, str]) -> None:
    """Family and given name belong together; alone each is the whole name, and beside a whole name none is read."""
    at = {known.kind: number for number, known in result.items()}
    if "family" in at and "given" not in at and "full_name" not in at:
        result[at["family"]] = Known("full_name", result[at["family"]].sureness)
    elif "given" in at and "family" not in at and "full_name" not in at:
        result[at["given"]] = Known("full_name", result[at["given"]].sureness)
    elif "full_name" in at:
        name = next(column for column in columns if column.at == at["full_name"])
        family = next((column for column in columns if column.at == name.at - 1), None)
        if (
            family is not None
            and not {family.at, name.at} & {*chosen}
            and looks.share(name.looks, "given") >= 0.8
            and looks.share(family.looks, "family") >= 0.8
        ):
            result[family.at], result[name.at] = Known("family", SURE), Known("given", SURE)
            return
        given = next((column for column in columns if column.at == name.at + 1), None)
        is_given = given is not None and (
            result[given.at].kind == "given"
            or (looks.share(given.looks, "given") >= 0.8 and (given.parts == name.parts or not given.parts))
        )
        is_one_head = given is not None and bool(name.parts) and given.parts == name.parts
        has_whole = looks.share(name.looks, "person") > 0.5 and not looks.share(name.looks, "family") >= 0.8
        has_whole = has_whole and not is_one_head
        if given is not None and is_given and given.at not in chosen and not has_whole and name.at not in chosen:
            result[name.at], result[given.at] = Known("family", SURE), Known("given", SURE)
        elif "family" in at or "given" in at:
            for kind in ("family", "given"):
                if kind in at and at[kind] not in chosen:
                    result[at[kind]] = Known(UNREAD, UNKNOWN, (kind,))


# --- Cells with several values


_MARKS = ("\n", "/", ";", "–", " - ", "+", "|")


def stack_of(column: Candidate, own: Mapping[str, str], today: date) -> tuple[str, ...]:
    """The kinds of a column whose cells hold several values, as its head names them; () where it holds one.

    A part that is no field of the roll keeps its place under its own name; a second name is "other_name".
    """
    if not column.parts or column.words.get("both_on", 0.0) == 1.0:
        return ()
    written = column.parts[-1]
    best: tuple[str, ...] = ()
    for mark in (*_MARKS, ",") if "\n" not in written else _MARKS:
        pieces = [piece.strip(" \n-–/+;|,()") for piece in written.split(mark)]
        pieces = [piece for piece in pieces if piece]
        if not 2 <= len(pieces) <= 5:
            continue
        kinds = [_piece_kind(piece, own) for piece in pieces]
        if kinds.count("full_name") > 1:
            first = kinds.index("full_name")
            kinds = ["other_name" if kind == "full_name" and at != first else kind for at, kind in enumerate(kinds)]
        if all(kinds) and len(kinds) > len(best) and len({*kinds}) == len(kinds):
            best = tuple(kinds)
    placed = {*best} & {*PLACED}
    if not placed or {*best} in ({"full_name", "other_name"}, {"male", "female"}, {"party_age_from_on", "official_on"}):
        return ()
    return best if _values_stand_so(column, best, today) else ()


def _values_stand_so(column: Candidate, kinds: Sequence[str], today: date) -> bool:
    """Whether most cells fall into values of these kinds."""
    filled = [value for value in column.values if str(value or "").strip()][:30]
    parted = [stacked.split(value, kinds, today) for value in filled]
    several = sum(sum(1 for piece in pieces if piece not in ("", None)) > 1 for pieces in parted)
    if not filled or several * 2 < len(filled):
        return False
    for at, kind in enumerate(kinds):
        own = [looks.look(pieces[at], today) for pieces in parted]
        if kind in PLACED and any(own) and looks.fit(own, kind) < 0.3:
            return False
    return True


def _piece_kind(piece: str, own: Mapping[str, str]) -> str:
    if piece.lower() in {"nam", "nam, nữ", "nam nữ", "nam/nữ"}:
        return "sex"
    scores = labels.scores([piece], own)
    kind = max(scores, key=lambda name: scores[name], default="")
    return kind if kind and scores[kind] >= 0.7 else ""
