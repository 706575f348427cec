"""What a file is, by its first bytes and parts, and whether it may be opened at all (S-35, S-36)."""

import re
import zipfile
from pathlib import Path

MAX_MEMBERS = 2_000
MAX_BYTES = 100_000_000
MAX_RATIO = 100
SMALL_BYTES = 1_000_000  # a member of this size is no bomb, whatever its ratio

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


KINDS = {  # by the ending of a name: what such a file may be; programs of offices write tables of several kinds as .xls
    "xlsx": {"xlsx"},
    "docx": {"docx"},
    "xls": {"xls", "xlsx", "html", "text"},
    "doc": {"html", "docx"},  # a page of a portal, saved under that ending
    "csv": {"text"},
    "txt": {"text"},
}


class Refused(Exception):
    """A file that is not read. code: which sentence of `wording.REFUSALS` says why; where: the place, if one is."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where)
        self.code = code
        self.where = where

    def __str__(self) -> str:
        # The child process raises this too, and starts without Django.
        from tongket.sheets import wording

        return wording.refusal(self.code, self.where)


def kind_of(path: Path) -> str:
    """ "xlsx", "docx", "xls", "html" or "text", by content and never by the name. Raises Refused."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\x00 \r\n\t"):
        raise Refused("empty")
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    if start.startswith(_OLE):
        return _kind_of_ole(path)
    if start.startswith(b"%PDF") or start.startswith(_PICTURES):
        raise Refused("scan")
    return _kind_of_text(start)


def require_kind(path: Path, ending: str) -> None:
    """Raise Refused for a file that is not what the ending of its name says (S-35)."""
    if kind_of(path) not in KINDS[ending]:
        raise Refused("other_kind", f".{ending}")


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as pack:
            infos = pack.infolist()
            names = {info.filename for info in infos}
            _check_members(infos, names)
            types = pack.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refused("broken") from error
    folded = {name.lower() for name in names}
    if b"macroEnabled" in types or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in folded):
        raise Refused("macros")
    if any("/macrosheets/" in name or "/dialogsheets/" in name for name in folded):
        raise Refused("macros")
    if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in folded):
        raise Refused("links")
    if any("/activex/" in name or "/embeddings/" in name for name in folded):
        raise Refused("embedded")
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise Refused("kind")


def _check_members(infos: list[zipfile.ZipInfo], names: set[str]) -> None:
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_BYTES:
        raise Refused("bomb")
    if len(names) != len(infos):
        raise Refused("broken")
    for info in infos:
        if info.flag_bits & 1:
            raise Refused("password")
        if info.file_size > SMALL_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Refused("bomb")
        parts = info.filename.replace("\\", "/").split("/")
        is_link = (info.external_attr >> 16) & 0o170000 == 0o120000
        if ".." in parts or parts[0] == "" or ":" in parts[0] or is_link:
            raise Refused("broken")


def _kind_of_ole(path: Path) -> str:
    body = path.read_bytes()
    if _utf16("EncryptedPackage") in body:
        raise Refused("password")
    if _utf16("_VBA_PROJECT") in body:
        raise Refused("macros")
    if _utf16("Workbook") in body or _utf16("Book") in body:
        return "xls"
    if _utf16("WordDocument") in body:
        raise Refused("doc")
    raise Refused("kind")


def _kind_of_text(start: bytes) -> str:
    low = start.lower()
    if low.startswith(b"{\\rtf") or b"mime-version:" in low or b"urn:schemas-microsoft-com:office:spreadsheet" in low:
        raise Refused("kind")
    plain = low.replace(b"\x00", b"")
    if re.search(rb"<(?:html|table|body|head|meta)\b", plain):
        return "html"
    if plain.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
        raise Refused("kind")
    if start.count(b"\x00") and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        share = start.count(b"\x00") / len(start)
        if not 0.2 < share < 0.6:
            raise Refused("kind")
    if sum(sign < " " and not sign.isspace() for sign in _as_text(start)) > len(start) // 100:
        raise Refused("kind")
    return "text"


def _as_text(start: bytes) -> str:
    """The signs of what may be text, in two bytes each where every other one is mostly zero."""
    if not start.count(b"\x00"):
        return start.decode("latin-1")
    is_big = start.startswith(b"\xfe\xff") or start[0::2].count(0) > start[1::2].count(0)
    return start.decode("utf-16-be" if is_big else "utf-16-le", "replace")


def has_dtd(chunk: bytes) -> bool:
    """Whether XML declares a document type or entities; office programs never write one."""
    return bool(_DTD.search(chunk))


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
