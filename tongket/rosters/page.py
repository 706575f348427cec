"""What the page of a batch shows, and what was typed into it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.core import dates, numbers
from tongket.org import jobs
from tongket.pages.progress import progress_of
from tongket.rosters import columns
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
    problems = [_problem(problem, chosen.corrections) for problem in findings.get("problems", ())]
    errors = [problem for problem in problems if problem["is_error"]]
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
        "remarks": _paged([problem for problem in problems if not problem["is_error"]], query, "remarks"),
        "corrected": [{"cell": cell, "text": text} for cell, text in sorted(chosen.corrections.items())],
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
    for problem in findings.get("problems", ()):
        if problem["cell"] and problem["is_error"]:
            cell = f"{problem['sheet']}!{problem['cell']}"
            text = sent.get(f"correct:{cell}", "").strip()[:MAX_CORRECTION]
            if "use_all" in sent and problem["suggestion"]:
                text = problem["suggestion"]
            if text != problem["value"] and (text or f"correct:{cell}" in sent):
                corrections[cell] = text
        key = skip_key(problem["sheet"], problem["row"])
        if key in sent:
            answers[key] = "1"
    for question in findings.get("questions", ()):
        answer = sent.get(f"answer:{question['key']}", "")
        if answer in {value for value, _text in question["choices"]}:
            answers[question["key"]] = answer
    answers = columns.typed(findings, sent, answers)
    return Choices({cell: text for cell, text in corrections.items() if text}, answers)


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


def _problem(problem: Mapping[str, Any], corrections: Mapping[str, str]) -> dict[str, Any]:
    cell = f"{problem['sheet']}!{problem['cell']}" if problem["cell"] else ""
    return {
        **problem,
        "value": "" if problem["code"] in NAMES_A_ROW else problem["value"],
        "place": problem["cell"] or _("row %(row)s") % {"row": problem["row"]},
        "field_name": f"correct:{cell}" if cell else "",
        "typed": corrections.get(cell, ""),
        "skip_name": skip_key(problem["sheet"], problem["row"]),
    }


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
