"""Papers have no verbs of their own: each is used by the verbs over the record that it is about (papers.registry)."""

from tongket.org import corrections
from tongket.papers.models import Paper, PaperFile

corrections.add(Paper, ["papers:replace"], ["papers:withdraw"])
corrections.add(PaperFile, ["papers:attach"], ["papers:detach"])
