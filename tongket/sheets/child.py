"""Reads a foreign file in a process of its own, with little memory and time, so that no file can harm the program.

`read` and `read_file` are for the program, outside of any transaction that writes: a file may take 40 seconds. Run as a
module, this file is the child. The child does not load Django.
"""

import io
import pickle
import subprocess
import sys
import tempfile
from array import array
from collections import defaultdict
from itertools import accumulate, count
from pathlib import Path
from typing import Any

from tongket.sheets.files import Refused
from tongket.sheets.shape import Sheet

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 40
MAX_ANSWER_BYTES = 200 * 1024 * 1024
ENDINGS = frozenset({"xlsx", "xls", "csv", "txt", "docx"})
ROOT = Path(__file__).resolve().parents[3]

_PLAIN = {("datetime", "date"), ("datetime", "datetime")}


class _Reader(pickle.Unpickler):
    """Unpickles lists, texts, numbers and days, and nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def read(body: bytes, name: str) -> list[Sheet]:
    """The sheets of a file that was uploaded; nothing of it is kept. Raises Refused."""
    with tempfile.TemporaryDirectory(prefix="sheets-") as folder:
        path = Path(folder) / "body"
        path.touch(mode=0o600)
        path.write_bytes(body)
        return read_file(path, name)


def read_file(body_path: Path, name: str) -> list[Sheet]:
    """The sheets of a file as they stand in it. name: what the file was called when it was uploaded.

    Rows and columns count from the first of the sheet. Raises Refused with a sentence for whoever sent the file.
    Source: S-35, S-36, S-37.
    """
    if Path(name).suffix.lower().lstrip(".") not in ENDINGS:
        raise Refused("kind")
    try:
        done = subprocess.run(  # noqa: S603 - our own module and a path of ours
            [sys.executable, "-s", "-m", "tongket.sheets.child", str(body_path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},  # no keys of ours in there
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_large") from error
    if done.returncode or len(done.stdout) > MAX_ANSWER_BYTES:
        # -6: Rust gives up when memory is refused; -9, -24: the processor time is used up
        raise Refused("too_large" if done.returncode in {-6, -9, -24} or not done.returncode else "crash")
    try:
        answer = _Reader(io.BytesIO(done.stdout)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, AttributeError, IndexError) as error:
        raise Refused("crash") from error
    if isinstance(answer, tuple):
        raise Refused(*answer)
    return [
        Sheet(title, _unpacked(*packed), is_hidden, merged, frozenset(hidden), fonts, is_1904)
        for title, packed, is_hidden, merged, hidden, fonts, is_1904 in answer
    ]


Packed = tuple[list[Any], bytes, list[int]]


def _packed(rows: list[list[Any]]) -> Packed:
    """The different values, one number for each cell, and the width of each row: most values repeat."""
    numbers: defaultdict[Any, int] = defaultdict(count().__next__)
    cells = array("I")
    number = numbers.__getitem__
    for row in rows:
        cells.extend(map(number, row))
    return list(numbers), cells.tobytes(), list(map(len, rows))


def _unpacked(values: list[Any], packed: bytes, widths: list[int]) -> list[list[Any]]:
    cells = array("I")
    cells.frombytes(packed)
    flat = list(map(values.__getitem__, cells))
    ends = list(accumulate(widths))
    return [flat[end - width : end] for end, width in zip(ends, widths, strict=True)]


def _main(path: Path) -> int:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = _answer(path)
    except MemoryError:
        answer = ("too_large", "")
    pickle.dump(answer, sys.stdout.buffer, protocol=5)
    sys.stdout.buffer.flush()
    return 0


def _answer(path: Path) -> Any:
    from tongket.sheets import opening

    try:
        return [
            (
                *(sheet.name, _packed(sheet.rows), sheet.is_hidden, sheet.merged),
                *(list(sheet.hidden_rows), sheet.fonts, sheet.is_1904),
            )
            for sheet in opening.sheets_of(path)
        ]
    except Refused as refusal:
        return (refusal.code, refusal.where)


if __name__ == "__main__":
    import gc

    gc.disable()  # millions of cells and no cycles: collecting would double the time
    sys.exit(_main(Path(sys.argv[1])))
