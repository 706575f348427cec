"""The steps in which an office sets itself up: each package adds its own in `policy.py`; the wizard, the checklist on
the home page and empty pages show how far each has come.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import access
from tongket.org.models import Opening


@dataclass(frozen=True)
class State:
    """How far a step has come, in words; is_done: whether nothing is missing."""

    text: str
    is_done: bool


Ask = Callable[[Opening, date], State]


@dataclass(frozen=True)
class Step:
    """One step. text: what is done in it, for who comes to it next; verb: whoever holds it may do the step; also: other
    pages over which the wizard shows; lists: lists that lead to the step while they are empty; is_optional: whether one
    may say that nothing more is needed.
    """

    key: str
    label: Any
    text: Any
    url_name: str
    verb: str
    order: int
    state: Ask
    also: Collection[str]
    lists: Collection[str]
    is_optional: bool


STEPS: list[Step] = []


def add(
    key: str,
    label: Any,
    text: Any,
    url_name: str,
    verb: str,
    *,
    order: int,
    state: Ask,
    also: Collection[str] = (),
    lists: Collection[str] = (),
    is_optional: bool = True,
) -> None:
    """Add a step. key: how it is kept; order: its place among the steps; the rest as Step says."""
    STEPS.append(Step(key, label, text, url_name, verb, order, state, also, lists, is_optional))
    STEPS.sort(key=lambda step: step.order)


@dataclass(frozen=True)
class Shown:
    """A step as a person sees it."""

    number: int
    step: Step
    url: str
    state: State
    is_settled: bool
    is_current: bool = False

    @property
    def may_settle(self) -> bool:
        return self.step.is_optional and not self.state.is_done and not self.is_settled

    @property
    def is_done(self) -> bool:
        return self.state.is_done or self.is_settled


def opening() -> Opening | None:
    """The opening of the books, while their setting up is not finished."""
    running = Opening.objects.filter(pk=Opening.ONLY, finished_on=None).exclude(founded_at=None)
    return running.select_related("unit__place", "administrator", "secretary").first()


def steps_for(person: Any, opened: Opening, *, on: date, view_name: str = "") -> list[Shown]:
    """The steps that a person may do, with how far each has come. view_name: the page that is being shown."""
    steps = [step for step in STEPS if access.holds(person, step.verb, on=on)]
    current = next((step.key for step in steps if step.url_name == view_name), "") or next(
        (step.key for step in steps if view_name in step.also), ""
    )
    return [
        Shown(
            number,
            step,
            reverse(step.url_name),
            _state(step, opened, on),
            is_settled=step.key in opened.steps,
            is_current=step.key == current,
        )
        for number, step in enumerate(steps, start=1)
    ]


def _state(step: Step, opened: Opening, on: date) -> State:
    state = step.state(opened, on)
    settled_on = opened.steps.get(step.key)
    if settled_on and not state.is_done:
        day = dates.dmy(date.fromisoformat(settled_on))
        return State(_("%(state)s; enough for now, said on %(day)s") % {"state": state.text, "day": day}, is_done=False)
    return state


def is_over(view_name: str) -> bool:
    """Whether a page is one of a step, over which the wizard may show."""
    return any(view_name == step.url_name or view_name in step.also for step in STEPS)


def frame(person: Any, view_name: str, *, on: date) -> dict[str, Any] | None:
    """What the wizard shows over a page: the steps, the one of this page, the next ones; None where it is not shown."""
    if not is_over(view_name):
        return None
    opened = opening()
    if opened is None:
        return None
    steps = steps_for(person, opened, on=on, view_name=view_name)
    current = next((at for at, step in enumerate(steps) if step.is_current), None)
    if current is None:
        return None
    return {
        "steps": steps,
        "current": steps[current],
        "next": steps[current + 1 : current + 4],
        "later_url": steps[current + 1].url if current + 1 < len(steps) else reverse("units:setting_up"),
        "count": len(steps),
        "done": sum(step.is_done for step in steps),
    }


def missing_for(person: Any, *, on: date) -> list[Shown]:
    """The steps that a person may do and in which something is missing: for the home page and empty pages."""
    if not access.holds(person, "setup.write", on=on):
        return []
    opened = opening()
    return [step for step in steps_for(person, opened, on=on) if not step.is_done] if opened else []


def step_of_list(person: Any, view_name: str, *, on: date) -> Shown | None:
    """The step that fills an empty list, while it has not been done and the person may do it."""
    if not any(view_name in step.lists for step in STEPS):
        return None
    return next((step for step in missing_for(person, on=on) if view_name in step.step.lists), None)
