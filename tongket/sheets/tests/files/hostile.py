"""Files that mean harm."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx

from tongket.sheets.tests.files.making import DU, HEAD, MAU, Make, book

HOSTILE: dict[str, tuple[str, str, Make]] = {}  # name → ending, code of the refusal, what writes it


def hostile(name: str, ending: str, code: str) -> Callable[[Make], Make]:
    def register(make: Make) -> Make:
        HOSTILE[name] = (ending, code, make)
        return make

    return register


def changed(path: Path, **parts: Any) -> None:
    """A workbook with some of its parts replaced or added."""
    book(path, ("DS", [HEAD, MAU, DU]))
    with zipfile.ZipFile(path) as pack:
        old = {name: pack.read(name) for name in pack.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, body in {**old, **parts}.items():
            pack.writestr(name, body(old[name]) if callable(body) else body)


SHEET = "xl/worksheets/sheet1.xml"


@hostile("zip_bomb", "xlsx", "bomb")
def _zip_bomb(path: Path) -> None:
    changed(path, **{"xl/media/image1.png": b"\x00" * 90_000_000})


@hostile("many_members", "xlsx", "bomb")
def _many_members(path: Path) -> None:
    changed(path, **{f"xl/media/{at}.txt": b"" for at in range(2_001)})


@hostile("entities", "xlsx", "entities")
def _entities(path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    changed(path, **{SHEET: lambda old: bomb + old[old.index(b"<worksheet") :]})


@hostile("word_entities", "docx", "entities")
def _word_entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        pack.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>')


@hostile("empty_rows", "xlsx", "many_rows")
def _empty_rows(path: Path) -> None:
    rows = b"".join(b'<row r="%d"/>' % at for at in range(10, 2_000_010))
    changed(path, **{SHEET: lambda old: old.replace(b"</sheetData>", rows + b"</sheetData>")})


@hostile("far_value", "xlsx", "far_cell")
def _far_value(path: Path) -> None:
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    changed(path, **{SHEET: lambda old: old.replace(b"</sheetData>", far)})


@hostile("wide_and_long", "xlsx", "too_large")
def _wide_and_long(path: Path) -> None:
    far = b'<row r="199999"><c r="XFD199999"><v>1</v></c></row></sheetData>'
    changed(path, **{SHEET: lambda old: old.replace(b"</sheetData>", far)})


@hostile("long_cell", "xlsx", "long_cell")
def _long_cell(path: Path) -> None:
    text = random.Random(1).randbytes(5_000_000).hex().encode()
    cell = b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + text + b"</t></is></c></row></sheetData>"
    changed(path, **{SHEET: lambda old: old.replace(b"</sheetData>", cell)})


@hostile("long_field", "csv", "long_cell")
def _long_field(path: Path) -> None:
    path.write_text("a;b;c\n" + "x" * 10_000_000 + ";b;c\n")


@hostile("dde", "xlsx", "dde")
def _dde(path: Path) -> None:
    formula = b"""<row r="9"><c r="A9"><f>cmd|'/C calc'!A0</f><v>0</v></c></row></sheetData>"""
    changed(path, **{SHEET: lambda old: old.replace(b"</sheetData>", formula)})


@hostile("links", "xlsx", "links")
def _links(path: Path) -> None:
    changed(path, **{"xl/externalLinks/externalLink1.xml": "<externalLink/>"})


@hostile("macros", "xlsx", "macros")
def _macros(path: Path) -> None:
    changed(path, **{"xl/vbaProject.bin": b"\xd0\xcf"})


@hostile("password", "xlsx", "password")
def _password(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500
    )


@hostile("program_named_xlsx", "xlsx", "kind")
def _program(path: Path) -> None:
    path.write_bytes(b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(range(8)) * 200)


@hostile("pdf_named_xlsx", "xlsx", "scan")
def _pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n")


@hostile("other_ending", "docm", "kind")
def _other_ending(path: Path) -> None:
    book(path, ("DS", [HEAD, MAU]))


@hostile("cut_off", "xlsx", "broken")
def _cut_off(path: Path) -> None:
    book(path, ("DS", [HEAD, MAU]))
    path.write_bytes(path.read_bytes()[:2000])


@hostile("classified", "xlsx", "classified")
def _classified(path: Path) -> None:
    book(path, ("DS", [["MẬT"], HEAD, MAU]))


@hostile("nothing", "xlsx", "empty")
def _nothing(path: Path) -> None:
    path.write_bytes(b"\x00" * 10)


@hostile("letter", "docx", "no_table")
def _letter(path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Kính gửi")
    made.save(str(path))
