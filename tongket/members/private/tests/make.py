"""What the tests of restricted data write."""

from typing import Any

NUMBER, PHONE = "001087000123", "0912345678"
FLAGS: dict[str, Any] = {"is_minority": False, "is_religious": False, "is_youth_union": True, "occupation": "worker"}
