"""What the words above a column say it holds: synonyms, abbreviations, initials, lost spaces, slips of typing.

The words are dated data (`heads.json`); an office's own come on top. They are one witness of three: `looks` tells what
the values are like, `recognition` joins both with the neighbours.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from tongket.core import text

_OTHER = re.compile(r"[^0-9a-z]+")
_GENERIC = frozenset(
    {"ngay", "thang", "nam", "so", "ten", "ngay thang", "ngay thang nam", "noi", "ma so", "loai", "muc"}
)
_FILLERS = frozenset(
    {"cua", "cac", "hoac", "neu", "co", "ghi", "ro", "theo", "va", "la", "cho", "o", "tai", "duoc", "dc"}
)
_ADMITTED = r"(?:vao dang|ket nap|du bi|\bkn|\bdb)(?: dang| cong nhan)?\)?"
_OFFICIAL = r"(?:\(?ngay )?(?:\w+ ){0,3}?\(?(?:chinh thuc|ct)\b"
_BOTH = re.compile(rf"{_ADMITTED}\s*(?:[,/;&+–-]|va\b)[\s|]*{_OFFICIAL}")
_BOTH_IN_LINES = re.compile(rf"{_ADMITTED}\s*\|\s*{_OFFICIAL}")
_WOMEN = frozenset({"nữ", "nu", "nử"})
WHOLE = 0.95  # a label that is a synonym, not one that holds it
OWN = 1.2  # an office's own word outweighs all others
_AMBIGUOUS = {"đt": {"phone": 0.6, "profession": 0.35}, "dt": {"ethnic": 0.6, "phone": 0.5, "profession": 0.35}}


def folded(value: str) -> str:
    """Letters and digits only, for comparing the names of columns."""
    return _OTHER.sub(" ", text.fold(text.clean(value))).strip()


def scores(parts: Sequence[str], own: Mapping[str, str] | None = None) -> dict[str, float]:
    """How well the labels above a column, from the top down, name each kind: 0 to 1, own words more.

    own: folded label → kind, the office's own words.
    """
    if not parts:
        return {}
    if own and (kind := own.get(folded(" ".join(parts))) or own.get(folded(parts[-1]))):
        return {kind: OWN}
    return _scores(tuple(parts))


@lru_cache(maxsize=4096)
def _scores(parts: tuple[str, ...]) -> dict[str, float]:
    last = " ".join(text.clean(parts[-1]).lower().split())
    if last.strip(" .:()") in {"#", "№", "n°", "nº"}:
        return {"number": 1.0}
    bare = re.sub(r"^(?:đ/c|đồng chí)\s*|\s*\([^)]*\)", "", last).strip(" .:()*")
    if bare in {"nam", "nữ"} and {"nam", "nữ"} <= {*re.findall(r"\w+", last)}:
        return {"sex": 1.0}
    if bare in {"nam", "nữ", "nu", "nử"}:
        return {"male" if bare == "nam" else "female": 1.0}
    if _WOMEN & {*(words := bare.split())} and len(words) <= 4 and "nam" not in re.findall(r"\w+", bare):
        return {"female": 0.85}
    if bare in _AMBIGUOUS and len(parts) == 1:
        return dict(_AMBIGUOUS[bare])
    own_label = folded(parts[-1])
    best = dict(_label_scores(own_label))
    without = folded(re.sub(r"\([^)]*\)", " ", parts[-1]))
    if without and without != own_label:  # what stands in brackets explains, or is another word for it
        for kind, score in _label_scores(without).items():
            best[kind] = max(best.get(kind, 0.0), score * 0.97)
    if both := _both_days(parts[-1]):
        return {**{kind: min(score, 0.95 if both < 1 else 0.7) for kind, score in best.items()}, "both_on": both}
    if len(parts) > 1:
        above = folded(" ".join(parts[:-1]))
        is_generic = own_label in _GENERIC or not own_label or own_label.isdigit()
        alone = _label_scores(above)
        for label in (f"{above} {own_label}", f"{own_label} {above}"):
            for kind, score in _label_scores(label).items():
                if not is_generic and score <= alone.get(kind, 0.0):
                    score *= 0.7  # it says nothing that the band does not say of all its columns
                best[kind] = max(best.get(kind, 0.0), score * (0.98 if is_generic else 0.86))
        if is_generic:
            for kind, score in alone.items():
                best[kind] = max(best.get(kind, 0.0), score * 0.8)
    return best


@lru_cache(maxsize=8192)
def _label_scores(label: str) -> dict[str, float]:
    if not label or len(label) > 120:
        return {}
    result: dict[str, float] = {}
    close, words = label.replace(" ", ""), tuple(label.split())
    for kind, synonyms in _prepared().items():
        best = max((_score(label, close, words, synonym) for synonym in synonyms), default=0.0)
        if kind == "given" and best < WHOLE:
            continue  # "tên" stands in many heads
        if best >= 0.5:
            result[kind] = round(best, 3)
    return result


def _both_days(written: str) -> float:
    """How surely a label names the day of admission and the official day, 0 where it does not."""
    if _BOTH.search(text.fold(written)):
        return 1.0
    return 0.9 if _BOTH_IN_LINES.search(text.fold(written.replace("\n", " | "))) else 0.0


@dataclass(frozen=True, slots=True)
class _Synonym:
    label: str
    close: str  # without its spaces
    words: tuple[str, ...]


def _score(label: str, close: str, words: tuple[str, ...], synonym: _Synonym) -> float:
    """How well a label agrees with one synonym, both folded."""
    if label == synonym.label:
        return 1.0
    if close == synonym.close:
        return 0.97
    if len(synonym.close) <= 2:
        return 0.0
    score = 0.0
    if len(synonym.label) < len(label) and f" {synonym.label} " in f" {label} ":
        rest = f" {label} ".replace(f" {synonym.label} ", " ", 1).split()
        whole = len(synonym.close)
        score = 0.62 + 0.36 * whole / (whole + sum(len(word) for word in rest if word not in _FILLERS))
    elif len(close) >= 2 and len(close) < len(synonym.close) and words[0][0] == synonym.words[0][0]:
        score = _abbreviated(words, synonym.words)
    if len(synonym.close) >= 5 and abs(len(close) - len(synonym.close)) <= 3:
        ratio = fuzz.ratio(close, synonym.close, score_cutoff=82)
        if ratio:
            score = max(score, 0.6 + 0.35 * (ratio - 82) / 18)
    return score


def _abbreviated(words: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """Each word of the label is one of the synonym, its beginning, or the initials of several in a row."""
    if len(words) > len(wanted) or words == wanted:
        return 0.0
    matched = _align(words, wanted)
    if matched is None:
        return 0.0
    letters = sum(map(len, words))
    return max(0.0, min(0.9, 0.9 - matched)) if letters >= 3 else max(0.0, 0.62 - matched)


def _align(words: tuple[str, ...], wanted: tuple[str, ...]) -> float | None:
    if not words:
        return None if wanted else 0.0
    if not wanted:
        return None
    word = words[0]
    options = []
    if word == wanted[0]:
        rest = _align(words[1:], wanted[1:])
        options += [rest] if rest is not None else []
    elif wanted[0].startswith(word) or (
        len(word) >= 2 and word[0] == wanted[0][0] and _is_subsequence(word, wanted[0])
    ):
        rest = _align(words[1:], wanted[1:])
        options += [rest + (0.05 if len(word) > 1 else 0.1)] if rest is not None else []
    count = len(word)
    if 2 <= count <= len(wanted) and all(full[0] == letter for full, letter in zip(wanted, word, strict=False)):
        rest = _align(words[1:], wanted[count:])
        options += [rest + 0.12] if rest is not None else []
    return min(options) if options else None


def _is_subsequence(short: str, full: str) -> bool:
    letters = iter(full)
    return all(letter in letters for letter in short)


@cache
def synonyms() -> dict[str, list[str]]:
    kinds = json.loads((Path(__file__).parent / "heads.json").read_text(encoding="utf-8"))["kinds"]
    return {kind: list(dict.fromkeys(map(folded, words))) for kind, words in kinds.items()}


@cache
def _prepared() -> dict[str, list[_Synonym]]:
    return {
        kind: [_Synonym(word, word.replace(" ", ""), tuple(word.split())) for word in words if word]
        for kind, words in synonyms().items()
    }


@cache
def kinds() -> tuple[str, ...]:
    """All kinds of columns that have names, those without a place in the roll too."""
    return tuple(synonyms())
