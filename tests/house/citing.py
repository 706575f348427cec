"""What code, templates and documentation cite, and whether it is there: rules, points, sections, decisions, paths."""

import ast
import io
import json
import posixpath
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tests.house.code import ROOT

FOLDERS = ("tongket", "docs", "tests", "scripts", "benchmarks", "requirements", "deploy")
TOP = ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml", "conftest.py")
READ = {".py", ".md", ".html", ".css", ".js", ".json", ".toml", ".sh", ".in", ""}

NUMBER = re.compile(r"\b(R-[A-Z]+|S)-(\d{2})\b((?:(?:,| and| to| …|–| or)? -\d{2}\b)*)")  # R-TGT-02, -03
SECTION = re.compile(r"([\w-]+)(?:\.md)?,? §\s?(\d+(?:\.\d+)*)")
POINTS = re.compile(r"\bdocuments\.md ((?:\d+(?:\.\d+)*(?:, | to | and )?)+)")
DECISION = re.compile(r"\bdecision (\d{1,3})\b(?![-/])")
PATH = re.compile(r"(?<![\w/.:@*<>=-])(?:[\w.-]+/)*[\w-]+\.(?:py|md|json|sh|toml|html|css|js)\b(?![\w/(=-])")
FOLDER = re.compile(rf"(?<![\w/.:@<>-])(?:{'|'.join(FOLDERS)})/(?:[\w-]+/)*(?![\w<*.…])")
LINK = re.compile(r"\]\(([^)#:\s]+)")
COMMENT = re.compile(r"\{#(.*?)#\}|\{% comment %\}(.*?)\{% endcomment", re.DOTALL)
HEADING = re.compile(r"^#+ (\d+(?:\.\d+)*)\.? ", re.MULTILINE)
POINT = re.compile(r"^(?:#+ |- \*\*)(\d+(?:\.\d+)*)", re.MULTILINE)
FOREIGN = {"SCHEMA.md"}  # of the libraries and drafts that code speaks of


class Citation(NamedTuple):
    kind: str
    what: str


@dataclass(frozen=True)
class Known:
    """What there is to cite. paths: of files and folders; sections: page of the documentation → its numbered heads."""

    numbers: frozenset[str]
    points: frozenset[str]
    decisions: frozenset[int]
    sections: Mapping[str, frozenset[str]]
    paths: frozenset[str]

    @cached_property
    def endings(self) -> frozenset[str]:
        """What a path may be called for short: with some folders before it, or none."""
        parts = [path.split("/") for path in self.paths]
        return frozenset("/".join(each[start:]) for each in parts for start in range(len(each)))

    def has(self, citation: Citation, *, within: str) -> bool:
        """Whether something cited is there. within: the path of the file that cites it."""
        what = citation.what
        match citation.kind:
            case "number":
                return what in self.numbers
            case "point":
                return what in self.points
            case "decision":
                return int(what) in self.decisions
            case "section":
                page, _sign, number = what.partition(" §")
                return number in self.sections.get(page, ())
            case "link":
                return posixpath.normpath(posixpath.join(posixpath.dirname(within), what)) in self.paths
            case _:
                return what in FOREIGN or what in self.endings


def sources(root: Path = ROOT) -> dict[str, str]:
    """Path to text of every file that a person wrote, but for catalogues."""
    paths = [root / name for name in TOP]
    paths += [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file()]
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
        if path.suffix in READ and "vendor" not in path.parts and not path.name.startswith(".")
    }


def known(files: Mapping[str, str]) -> Known:
    pages = {
        path.removeprefix("docs/").removesuffix(".md"): text for path, text in files.items() if path[:5] == "docs/"
    }
    numbers = set(json.loads(files["scripts/rules.json"]))
    numbers |= set(re.findall(r"\bS-\d{2}\b", pages["security"]))
    everything = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*")}
    return Known(
        numbers=frozenset(numbers),
        points=frozenset(POINT.findall(pages["documents"])),
        decisions=frozenset(int(page[10:14]) for page in pages if page.startswith("decisions/")),
        sections={page: frozenset(HEADING.findall(text)) for page, text in pages.items()},
        paths=frozenset({*files, *everything, *FOLDERS}),
    )


def cited(path: str, source: str) -> Iterator[Citation]:
    """Numbers wherever they stand; decisions and paths where somebody tells a reader, not where code computes."""
    for area, first, more in NUMBER.findall(source):
        yield Citation("number", f"{area}-{first}")
        yield from (Citation("number", f"{area}-{number}") for number in re.findall(r"\d{2}", more))
    for page, number in SECTION.findall(source) if "§" in source else ():
        yield Citation("section", f"{page} §{number}")
    for points in POINTS.findall(source):
        yield from (Citation("point", point) for point in re.findall(r"\d+(?:\.\d+)*", points))
    prose = _prose(path, source)
    yield from (Citation("decision", number) for number in DECISION.findall(prose))
    yield from (Citation("path", name) for name in PATH.findall(prose))
    yield from (Citation("path", name.rstrip("/")) for name in FOLDER.findall(prose))
    if path.endswith(".md"):
        yield from (Citation("link", target) for target in LINK.findall(source))


def _prose(path: str, source: str) -> str:
    if path.endswith(".html"):
        return "\n".join("".join(parts) for parts in COMMENT.findall(source))
    if not path.endswith(".py"):
        return LINK.sub("", source) if path.endswith((".md", ".toml", ".sh", "Makefile")) else ""
    if not any(pattern.search(source) for pattern in (DECISION, PATH, FOLDER)):
        return ""
    comments = [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    nodes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(source)) if isinstance(node, nodes)]
    return "\n".join([*comments, *docstrings])


def missing(files: Mapping[str, str], there: Known) -> dict[str, list[str]]:
    """Path of a file → what it cites that is not there."""
    found = {
        path: sorted({" ".join(each) for each in cited(path, text) if not there.has(each, within=path)})
        for path, text in files.items()
    }
    return {path: names for path, names in found.items() if names}
