"""The container of old Office files: one named stream of an OLE compound file. Child process only."""

import struct
from collections.abc import Iterator, Sequence

HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # from here on a number of a sector is a mark
_ENTRY = 128  # bytes of an entry of the directory


def stream(body: bytes, *names: str) -> bytes:
    """The first stream with one of these names. Raises ValueError where the file is no such container or broken."""
    if not body.startswith(HEADER) or len(body) < 512:
        raise ValueError("no compound file")
    shift, small_shift = struct.unpack_from("<HH", body, 30)
    if shift not in {9, 12} or small_shift != 6:
        raise ValueError("size of a sector")
    size = 1 << shift
    first_of_directory, cutoff, first_of_small = struct.unpack_from("<I4xII", body, 48)
    sectors = _Sectors(body, size)
    directory = sectors.chain(first_of_directory)
    root_at, root_size = struct.unpack_from("<II", directory, 116)
    for entry in range(_ENTRY, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, entry + 64)[0]
        name = directory[entry : entry + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if name in names and directory[entry + 66] == 2:
            at, long = struct.unpack_from("<II", directory, entry + 116)
            if long >= cutoff:
                return sectors.chain(at)[:long]
            small = sectors.chain(root_at)[:root_size]
            table = _numbers(sectors.chain(first_of_small))
            return b"".join(small[number << 6 : (number + 1) << 6] for number in _follow(table, at))[:long]
    raise ValueError("no such stream")


class _Sectors:
    def __init__(self, body: bytes, size: int) -> None:
        self.body, self.size = body, size
        first_of_more = struct.unpack_from("<I", body, 68)[0]
        lists = [number for number in struct.unpack_from("<109I", body, 76) if number < _END]
        seen: set[int] = set()
        while first_of_more < _END and first_of_more not in seen:
            seen.add(first_of_more)
            more = _numbers(self._sector(first_of_more))
            lists += [number for number in more[:-1] if number < _END]
            first_of_more = more[-1]
        self.table = [number for at in lists for number in _numbers(self._sector(at))]

    def chain(self, first: int) -> bytes:
        """The bytes of the sectors from one on."""
        return b"".join(map(self._sector, _follow(self.table, first)))

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self.size
        if begin >= len(self.body):
            raise ValueError("sector beyond the end")
        return self.body[begin : begin + self.size].ljust(self.size, b"\x00")


def _numbers(body: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(body) // 4}I", body[: len(body) // 4 * 4])


def _follow(table: Sequence[int], first: int) -> Iterator[int]:
    """The numbers of a chain; ends where it would begin again."""
    seen: set[int] = set()
    while first < _END and first not in seen:
        if first >= len(table):
            raise ValueError("broken chain")
        seen.add(first)
        yield first
        first = table[first]
