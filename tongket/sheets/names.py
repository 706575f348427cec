"""The family names by which a person's name is known, as `names.json` lists them."""

import json
from pathlib import Path

FAMILY_NAMES: frozenset[str] = frozenset(
    json.loads((Path(__file__).parent / "names.json").read_text(encoding="utf-8"))["family"]
)
