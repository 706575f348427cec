"""Reads a foreign file in a process of its own, with little memory and time, so that no file can harm the program.

`read`, `read_file` and `check` are for the program, outside of any transaction that writes: a file may take 40 seconds.
Run as a module, this file is the child. The child does not load Django.
"""

import io
import pickle
import subprocess
import sys
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate, count
from pathlib import Path
from typing import Any

from tongket.sheets import files, marks
from tongket.sheets.files import Refused
from tongket.sheets.marks import CheckedFile
from tongket.sheets.shape import Sheet

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 40
MAX_ANSWER_BYTES = 200 * 1024 * 1024
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
    return unpack(read_packed(body, name))


def read_packed(body: bytes, name: str) -> bytes:
    """The sheets of a file that was uploaded, as the child packs them, for `unpack`. Raises Refused."""
    with _temporary(body) as path:
        return _ask_child("read", path, name)


def read_file(body_path: Path, name: str) -> list[Sheet]:
    """The sheets of a file as they stand in it. name: what the file was called when it was uploaded.

    Rows and columns count from the first of the sheet. Raises Refused with a sentence for whoever sent the file.
    Source: S-35, S-36, S-37.
    """
    return unpack(_ask_child("read", body_path, name))


def unpack(packed_sheets: bytes) -> list[Sheet]:
    """The sheets that `read_packed` gave. Raises Refused."""
    return [
        Sheet(
            title, _unpacked(*packed), is_hidden, merged, frozenset(hidden), fonts, is_1904, before, frozenset(struck)
        )
        for title, packed, is_hidden, merged, hidden, fonts, is_1904, before, struck in _answered(packed_sheets)
    ]


def check(body: bytes, name: str) -> CheckedFile:
    """A file that was uploaded, looked through for marks of classification before anything of it is kept.

    Raises Refused. Source: S-35, S-37, R-DAT-02.
    """
    mark = marks.mark_in_name(name)
    if not mark:
        with _temporary(body) as path:
            mark = str(_answered(_ask_child("mark", path, name)))
    return CheckedFile(name, body, mark)


@contextmanager
def _temporary(body: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sheets-") as folder:
        path = Path(folder) / "body"
        path.touch(mode=0o600)
        path.write_bytes(body)
        yield path


def _ask_child(verb: str, body_path: Path, name: str) -> bytes:
    """What the child says of a file, by one of its verbs, still packed. Raises Refused."""
    ending = Path(name).suffix.lower().lstrip(".")
    if ending not in files.KINDS:
        raise Refused("kind")
    try:
        done = subprocess.run(  # noqa: S603 - our own module and a path of ours
            [sys.executable, "-s", "-m", "tongket.sheets.child", verb, str(body_path), ending],
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
    return done.stdout


def _answered(packed: bytes) -> Any:
    """What the child has said. Raises Refused, where that was a refusal or nothing that can be read."""
    try:
        answer = _Reader(io.BytesIO(packed)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, AttributeError, IndexError) as error:
        raise Refused("crash") from error
    if isinstance(answer, tuple):
        raise Refused(*answer)
    return answer


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
    values = ["" if type(value) is str and not value.strip() else value for value in values]
    flat = list(map(values.__getitem__, cells))
    ends = list(accumulate(widths))
    return [flat[end - width : end] for end, width in zip(ends, widths, strict=True)]


def _main(verb: str, path: Path, ending: str) -> int:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = _answer(verb, path, ending)
    except MemoryError:
        answer = ("too_large", "")
    pickle.dump(answer, sys.stdout.buffer, protocol=5)
    sys.stdout.buffer.flush()
    return 0


def _answer(verb: str, path: Path, ending: str) -> Any:
    from tongket.sheets import opening

    try:
        files.require_kind(path, ending)
        if verb == "mark":
            return marks.mark_in_table(path)
        return [
            (
                *(sheet.name, _packed(sheet.rows), sheet.is_hidden, sheet.merged),
                *(list(sheet.hidden_rows), sheet.fonts, sheet.is_1904, sheet.before, list(sheet.struck_rows)),
            )
            for sheet in opening.sheets_of(path)
        ]
    except Refused as refusal:
        return (refusal.code, refusal.where)


if __name__ == "__main__":
    import gc

    gc.disable()  # millions of cells and no cycles: collecting would double the time
    sys.exit(_main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
