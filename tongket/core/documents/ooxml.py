"""Small pieces of WordprocessingML, children in the order of the schema, and the package around them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS = f"{_OFFICE}/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# Word refuses or misreads a file whose properties stand in another order. From wml.xsd, what is written here only.
_ORDERS = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs suppressAutoHyphens spacing ind "
        "contextualSpacing jc textAlignment outlineLvl rPr sectPr"
    ),
    "rPr": "rStyle rFonts b bCs i iCs caps noProof color spacing sz szCs u vertAlign lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "trPr": "cantSplit trHeight tblHeader jc",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}
_RANKS = {name: {child: rank for rank, child in enumerate(order.split())} for name, order in _ORDERS.items()}


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def w(name: str, /, *children: Element, **attributes: str | int) -> Element:
    """An element of the main namespace; its attributes too: w("jc", val="center")."""
    made = Element(f"w:{name}", {f"w:{key}": str(value) for key, value in attributes.items()})
    made.extend(children)
    return made


def properties(name: str, children: Iterable[Element | None]) -> Element:
    """A group of properties (pPr, rPr, tblPr, …) with its children in the order of the schema; None is left out.

    KeyError for a child that this group does not know.
    """
    ranks = _RANKS[name]
    given = (child for child in children if child is not None)
    return w(name, *sorted(given, key=lambda child: ranks[child.tag.removeprefix("w:")]))


def on(name: str, is_on: bool) -> Element:
    """A switch, written out in both positions, so that it also overrules a style."""
    return w(name) if is_on else w(name, val=0)


def package(parts: Mapping[str, Element], *, title: str, author: str, language: str, day: date) -> bytes:
    """A .docx file of the parts document, styles, settings and header (the body of each by name).

    Its properties name the author given and the day, never a user or the clock.
    """
    files = {"[Content_Types].xml": _content_types(parts), "_rels/.rels": _package_relations()}
    files["docProps/core.xml"] = _core(title, author, language, day)
    files["docProps/app.xml"] = Element("Properties", {"xmlns": f"{_OFFICE}/extended-properties"})
    files["word/_rels/document.xml.rels"] = _document_relations(parts)
    for name, root in parts.items():
        root.set("xmlns:w", MAIN)
        root.set("xmlns:r", RELATIONS)
        files[f"word/{name}.xml"] = root
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, root in files.items():
            info = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))
    return written.getvalue()


def _content_types(parts: Iterable[str]) -> Element:
    root = Element("Types", {"xmlns": f"{_PACKAGE}/content-types"})
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    root.append(Element("Default", {"Extension": "rels", "ContentType": relations}))
    root.append(Element("Default", {"Extension": "xml", "ContentType": "application/xml"}))
    kinds = {name: "document.main" if name == "document" else name for name in parts}
    types = {f"/word/{name}.xml": f"{_DOCUMENT_TYPE}.{kind}" for name, kind in kinds.items()}
    types["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties"
    types["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties"
    for path, kind in types.items():
        root.append(Element("Override", {"PartName": path, "ContentType": f"{kind}+xml"}))
    return root


def _relation(number: int, kind: str, target: str) -> Element:
    return Element("Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target})


def _package_relations() -> Element:
    root = Element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"})
    root.append(_relation(1, f"{RELATIONS}/officeDocument", "word/document.xml"))
    root.append(_relation(2, f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"))
    root.append(_relation(3, f"{RELATIONS}/extended-properties", "docProps/app.xml"))
    return root


def _document_relations(parts: Iterable[str]) -> Element:
    root = Element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"})
    for number, name in enumerate((name for name in parts if name != "document"), start=1):
        root.append(_relation(number, f"{RELATIONS}/{name}", f"{name}.xml"))
    return root


def relation_id(parts: Iterable[str], wanted: str) -> str:
    """How the document refers to one of its other parts."""
    return f"rId{[name for name in parts if name != 'document'].index(wanted) + 1}"


def _core(title: str, author: str, language: str, day: date) -> Element:
    root = Element(
        "cp:coreProperties",
        {
            "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:dcterms": "http://purl.org/dc/terms/",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        },
    )
    moment = f"{day.isoformat()}T00:00:00Z"
    for tag, text in (("dc:title", title), ("dc:creator", author), ("dc:language", language)):
        ElementTree.SubElement(root, tag).text = text
    for tag in ("dcterms:created", "dcterms:modified"):
        ElementTree.SubElement(root, tag, {"xsi:type": "dcterms:W3CDTF"}).text = moment
    return root
