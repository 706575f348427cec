"""Who reads figures: everybody over their own reach; the rows behind them by the verbs of their own tables. How forms
find one.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tongket.core import text
from tongket.figures.declare import REGISTRY, Figure
from tongket.figures.models import ReportedValues
from tongket.org import access, corrections
from tongket.org.access import OWN, TREE, declare
from tongket.pages import picker

declare(
    "figure.read",
    _("read figures"),
    data_class="D1",
    grants={"lead_cell": OWN, "lead_committee": TREE, "office": TREE, "org": TREE, "insp": TREE},
)


def _known(scope: picker.Scope) -> Iterator[Figure]:
    """The figures whose rows the person may open somewhere."""
    return (figure for figure in REGISTRY.values() if access.holds(scope.person, figure.verb, on=scope.on))


def _named(scope: picker.Scope, words: str) -> Iterator[Figure]:
    """Those whose label or key holds all the words, with or without marks."""
    wanted = text.fold(words).split()
    for figure in _known(scope):
        name = text.fold(f"{figure.label} {figure.key}")
        if all(word in name for word in wanted):
            yield figure


picker.add(
    picker.Source(
        name="figure",
        label=_("Figure"),
        hint=_("Name or key of the figure (marks are not needed)"),
        find=_named,
        get=lambda scope, key: next((figure for figure in _known(scope) if figure.key == key), None),
        exact=lambda scope, words: (
            figure for figure in _known(scope) if text.fold(str(figure.label)) == text.fold(words)
        ),
        choice=lambda figure: picker.Choice(figure.key, str(figure.label), figure.key),
        verbs={"figure.read"},
    )
)

# How each table is put right (docs/reference/corrections.md).
corrections.add(ReportedValues, ["reports:send"], ["reports:take_back"])
