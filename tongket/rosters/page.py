"""What the page of a batch shows, and what was typed into it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.core import dates, numbers
from tongket.org import jobs
from tongket.pages.progress import progress_of
from tongket.rosters import columns, mending
from tongket.rosters.models import Batch, BatchState, Task
from tongket.rosters.plan import Choices, skip_key
from tongket.rosters.queries.parts import Name, choices, part

PER_PAGE = 50
CHIPS = {
    BatchState.READING: "info",
    BatchState.CHECKED: "warn",
    BatchState.IMPORTED: "ok",
    BatchState.UNDONE: "mut",
    BatchState.DISCARDED: "mut",
    BatchState.REFUSED: "bad",
}
# Problems whose message names the other row, so that the value, a number of a person, need not be shown.
NAMES_A_ROW = frozenset({"duplicate_identity", "duplicate_card", "duplicate_person", "same_name"})
MAX_LISTED = 200
MAX_CORRECTION = 200  # characters
DISCARD, DISCARD_NOTE = gettext_lazy("Discard"), gettext_lazy("The file and what you corrected are forgotten.")
UNDO = gettext_lazy("Take back the import")
UNDO_NOTE = gettext_lazy("What this import entered disappears from the roll, what it changed is as before.")


def import_label(batch: Batch) -> str:
    """What the button of the import says."""
    count = batch.new_count + batch.changed_count
    words = ngettext("Import %(count)s member", "Import %(count)s members", count)
    return words % {"count": numbers.number(count)}


def _outcome(batch: Batch, state: BatchState) -> str:
    """What became of a batch, in one sentence; empty while nothing has."""
    if state == BatchState.UNDONE and batch.undone_at is not None:
        return _("The import was taken back at %(at)s: the roll is as it was before.") % {
            "at": dates.moment(batch.undone_at)
        }
    if state != BatchState.IMPORTED:
        return ""
    return _("Imported: %(new)s new, %(changed)s changed.") % {
        "new": numbers.number(batch.new_count),
        "changed": numbers.number(batch.changed_count),
    }


def shown(batch: Batch, query: QueryDict) -> dict[str, Any]:
    """Everything that the template needs."""
    state = BatchState(batch.state)
    findings: Mapping[str, Any] = part(batch, Name.FINDINGS, {}) if state == BatchState.CHECKED else {}
    chosen = choices(batch) if findings else Choices()
    tables = findings.get("tables", ())
    problems = [_problem(problem, chosen, tables) for problem in findings.get("problems", ())]
    errors = [problem for problem in problems if problem["is_error"]]
    is_by_kind = query.get("by") == "kind"
    errors.sort(key=lambda problem: problem["code"] if is_by_kind else (problem["sheet"], problem["row"]))
    _ask_once(errors)
    return {
        "batch": batch,
        "title": _("File %(file)s") % {"file": batch.file_name},
        "subtitle": batch.unit.place.name,
        "crumbs": [
            (_("Members"), reverse("members:list")),
            (_("Imported rosters"), reverse("rosters:list")),
        ],
        "entered": _("%(name)s, %(at)s") % {"name": batch.entered_by.full_name, "at": dates.moment(batch.entered_at)},
        "from_on": dates.dmy(batch.from_on),
        "is_waiting": bool(batch.task),
        "progress": progress_of(jobs.latest(batch.pk)) if batch.task else None,
        "is_importing": batch.task == Task.IMPORT,
        "is_checked": state == BatchState.CHECKED and not batch.task,
        "is_ready": bool(findings.get("is_ready")),
        "is_empty": state == BatchState.CHECKED and not batch.row_count,
        "refusal": batch.report.get("refused", ""),
        "failure": batch.report.get("failed", ""),
        "outcome": _outcome(batch, state),
        "is_undone": state == BatchState.UNDONE,
        "state_label": str(state.label),
        "chip": CHIPS[state],
        "counts": _counts(batch),
        "questions": [_question(question, chosen.answers) for question in findings.get("questions", ())],
        "errors": _paged(errors, query, "page"),
        "is_by_kind": is_by_kind,
        "remarks": _paged([problem for problem in problems if not problem["is_error"]], query, "remarks"),
        "corrected": _corrected(chosen.corrections, errors),
        "has_suggestions": any(problem["suggestion"] for problem in errors),
        "skipped": [_skipped(*place) for place in findings.get("skipped", ())[:MAX_LISTED]],
        "changed": _paged(findings.get("changed", ()), query, "changed"),
        "new": _paged(findings.get("new", ()), query, "new"),
        "more_new": max(batch.new_count - len(findings.get("new", ())), 0),
        "units": [
            {"name": name, "new": numbers.number(new), "changed": numbers.number(changed)}
            for name, new, changed in findings.get("units", ())[:MAX_LISTED]
        ],
        "notes": findings.get("notes", ()),
        "has_columns": any(table["columns"] for table in findings.get("tables", ())),
        "warnings": findings.get("warnings", ())[:MAX_LISTED],
        "buttons": _buttons(batch, is_ready=bool(findings.get("is_ready"))),
        "key": uuid4().hex,
    }


def typed(batch: Batch, sent: QueryDict) -> Choices:
    """The choices so far with what the page sent. Fields that the check did not ask for are ignored.

    An empty text takes a correction back.
    """
    findings: Mapping[str, Any] = part(batch, Name.FINDINGS, {})
    before = choices(batch)
    corrections, answers = dict(before.corrections), dict(before.answers)
    for sheet, row, _name in findings.get("skipped", ()):
        key = skip_key(sheet, row)
        if f"restore:{key}" in sent:
            answers.pop(key, None)
    for key in before.corrections:
        text = _typed_text(sent, key)
        if text is not None:
            corrections[key] = text
    for problem in findings.get("problems", ()):
        value = problem["value"] if problem["cell"] else ""
        for key, _label in mending.places(problem, findings.get("tables", ())):
            text = _typed_text(sent, key)
            if "use_all" in sent and problem["cell"] and problem["suggestion"]:
                text = problem["suggestion"]
            if text is not None and (text != value or not text):
                corrections[key] = text
        key = skip_key(problem["sheet"], problem["row"])
        if key in sent:
            answers[key] = "1"
        elif f"offered:{key}" in sent:  # the tick was there and is not set
            answers.pop(key, None)
    for question in findings.get("questions", ()):
        answer = sent.get(f"answer:{question['key']}", "")
        if answer in {value for value, _text in question["choices"]}:
            answers[question["key"]] = answer
    answers = columns.typed(findings, sent, answers)
    return Choices({cell: text for cell, text in corrections.items() if text}, answers)


def place_of(wanted: str) -> str:
    """The end of the address of a page of problems, as a button of the form names it: "2" or "2 kind"."""
    number, _space, order = wanted[:20].partition(" ")
    query = {"page": number if number.isdecimal() else "1", **({"by": "kind"} if order == "kind" else {})}
    return f"?{urlencode(query)}#page"


def _typed_text(sent: QueryDict, key: str) -> str | None:
    """What was typed for a cell; None where the form had no field for it."""
    text = sent.get(f"correct:{key}")
    return None if text is None else text.strip()[:MAX_CORRECTION]


def _counts(batch: Batch) -> list[dict[str, Any]]:
    counted = (
        (_("Rows"), batch.row_count, ""),
        (_("New"), batch.new_count, "ok"),
        (_("Changed"), batch.changed_count, "info"),
        (_("Unchanged"), batch.same_count, "mut"),
        (_("With errors"), batch.refused_count, "bad" if batch.refused_count else "mut"),
        (_("Left out"), batch.skipped_count, "mut"),
    )
    return [{"label": label, "number": numbers.number(count), "state": state} for label, count, state in counted]


def _problem(problem: Mapping[str, Any], chosen: Choices, tables: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    places, skip = mending.places(problem, tables), skip_key(problem["sheet"], problem["row"])
    return {
        **problem,
        "value": "" if problem["code"] in NAMES_A_ROW else problem["value"],
        "place": problem["cell"] or _("row %(row)s") % {"row": problem["row"]},
        "inputs": [
            {
                "name": f"correct:{key}",
                "typed": chosen.corrections.get(key, ""),
                "label": words,
                "place": key.rpartition("!")[2] if ":" not in key else "",
                "is_sex": key.rpartition("!")[2].startswith("sex:"),
            }
            for key, words in places
        ],
        "is_between": not problem["cell"],
        "skip_name": skip,
        "is_skipped": skip in chosen.answers,
    }


def _ask_once(errors: Sequence[dict[str, Any]]) -> None:
    """Leave each field and each tick beside the first of the problems that it would settle; the others say so."""
    asked: set[str] = set()
    for problem in errors:
        names = {place["name"] for place in problem["inputs"]}
        problem["is_asked_before"] = bool(names) and names <= asked
        problem["inputs"] = [place for place in problem["inputs"] if place["name"] not in asked]
        problem["has_tick"] = problem["skip_name"] not in asked
        asked |= names | {problem["skip_name"]}


def _corrected(corrections: Mapping[str, str], errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What was typed and stands beside no problem any more: it can be changed, or taken back by leaving it empty."""
    still_asked = {place["name"] for problem in errors for place in problem["inputs"]}
    return [
        {"name": f"correct:{key}", "cell": mending.place_words(key), "text": text}
        for key, text in sorted(corrections.items())
        if f"correct:{key}" not in still_asked
    ]


def _question(question: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    answer = answers.get(question["key"], "")
    choices = [{"value": value, "text": text, "is_chosen": value == answer} for value, text in question["choices"]]
    return {**question, "name": f"answer:{question['key']}", "is_long": len(choices) > 6, "choices": choices}


def _skipped(sheet: str, row: int, name: str) -> dict[str, Any]:
    return {"sheet": sheet, "row": row, "name": name, "restore_name": f"restore:{skip_key(sheet, row)}"}


def _paged(rows: Sequence[Any], query: QueryDict, key: str) -> dict[str, Any]:
    """One page of some rows, in the shape that `web/_pages.html` takes."""
    paginator = Paginator(rows, PER_PAGE)
    page = paginator.get_page(query.get(key, "1")[:6])

    def url(number: int) -> str:
        changed = query.copy()
        changed[key] = str(number)
        return f"?{changed.urlencode()}#{key}"

    return {
        "rows": list(page),
        "total": numbers.number(paginator.count),
        "is_any": bool(paginator.count),
        "pages": {
            "number": page.number,
            "count": paginator.num_pages,
            "previous": page.previous_page_number() if page.has_previous() else 0,
            "next": page.next_page_number() if page.has_next() else 0,
            "previous_url": url(page.previous_page_number()) if page.has_previous() else None,
            "next_url": url(page.next_page_number()) if page.has_next() else None,
        },
    }


def _buttons(batch: Batch, *, is_ready: bool) -> list[dict[str, Any]]:
    """The buttons of the page's head; each sends the version that it is about."""
    buttons: list[dict[str, Any]] = []
    is_checked = batch.task == Task.NONE and batch.state == BatchState.CHECKED
    if is_checked or batch.state == BatchState.READING:
        buttons.append(_button("discard", DISCARD, batch, confirm=DISCARD_NOTE))
    if is_checked and is_ready:
        buttons.append(_button("confirm", import_label(batch), batch, is_primary=True))
    if batch.state == BatchState.IMPORTED:
        buttons.append(_button("undo", UNDO, batch, confirm=UNDO_NOTE, is_danger=True))
    return buttons


def _button(verb: str, label: Any, batch: Batch, **more: Any) -> dict[str, Any]:
    return {
        "label": label,
        "url": reverse(f"rosters:{verb}", args=[batch.pk]),
        "method": "post",
        "shown": batch.version,
        "key": uuid4().hex,
        **more,
    }
