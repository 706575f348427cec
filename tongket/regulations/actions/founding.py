"""What was said of the organisation on the first run, kept as the head of its papers."""

from datetime import date

from tongket.org.kinds import Kind
from tongket.org.models import Opening
from tongket.regulations import paper_rules
from tongket.regulations.actions.values import set_value
from tongket.regulations.models import Setting
from tongket.regulations.papers import NAMES, PLACE

OPENED = "Mở sổ"


def set_papers(opening: Opening, on: date) -> None:
    """Names and place from the day on which the books begin; the name as it was typed, with its line breaks."""
    unit = opening.unit
    assert unit is not None
    period = unit.periods.get()
    name = paper_rules.issuer_name(Kind(period.kind), _as_written(opening.printed_name))
    values = {NAMES: {"issuer": name, "superior": opening.superior, "symbol": ""}, PLACE: opening.place}
    for key, value in values.items():
        set_value(
            unit, topic=Setting.PAPERS, key=key, value=value, decision=OPENED, from_on=period.from_on, by=None, on=on
        )


def _as_written(name: str) -> str:
    """A name typed in capitals begins as it does inside a sentence, so that its committee can be told from it."""
    begins = "Đảng bộ"
    return begins + name[len(begins) :] if name.upper().startswith(begins.upper()) else name
