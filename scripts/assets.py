"""Build build/static/vendor: everything a page loads that we did not write.

    .venv/bin/python scripts/assets.py

- vendor/htmx/htmx.min.js         htmx 2, out of django-htmx
- vendor/be-vietnam-pro/          four weights as WOFF2, cut to Latin and Vietnamese, with figures of one width
                                  added (tnum), and the style sheet naming them
- vendor/licences/                their licences

Templates name only these paths, so that the source of each can change here. All comes out of packages that are
installed: building needs no network. The same inputs give the same bytes.
"""

import re
import shutil
import sys
from importlib import resources
from importlib.metadata import files as files_of
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "build" / "static"

FONT_WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
FONT_CHARACTERS = [  # the font has no arrows, ticks or narrow spaces: pages draw those as icons
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: ă đ ĩ ũ, and names from abroad
    *map(ord, "ƠơƯư"),
    *range(0x1EA0, 0x1EFA),
    *(0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323),  # marks as typed on their own (NFD)
    *map(ord, "₫–—‘’“”„•…‰‹›−×÷±≈≠≤≥"),
]
FONT_FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]


def without_source_map(text: str) -> str:
    """The text without the comment that sends a browser's tools to a map we do not ship."""
    return re.sub(r"\s*(/\*|//)# sourceMappingURL=[^\n]*?(\*/)?\s*$", "\n", text)


def build_htmx(vendor: Path) -> None:
    folder = vendor / "htmx"
    folder.mkdir()
    source = resources.files("django_htmx") / "static/django_htmx/htmx-2.min.js"
    (folder / "htmx.min.js").write_text(without_source_map(source.read_text(encoding="utf-8")), encoding="utf-8")


def add_tabular_figures(font: "TTFont") -> None:
    """Give the font figures of one width (feature tnum), which it lacks and columns of numbers need.

    Each is the figure itself, set in the middle of the width of the widest one.
    """
    from fontTools.otlLib.builder import buildSingleSubstSubtable
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables import otTables

    names, glyphs, metrics = font.getBestCmap(), font["glyf"], font["hmtx"]
    tabular = {names[ord(figure)]: f"{names[ord(figure)]}.tnum" for figure in "0123456789"}
    width = max(metrics[plain][0] for plain in tabular)
    for plain, wide in tabular.items():
        advance, bearing = metrics[plain]
        shift = (width - advance) // 2
        pen = TTGlyphPen(glyphs)
        pen.addComponent(plain, (1, 0, 0, 1, shift, 0))
        glyphs[wide] = pen.glyph()
        glyphs[wide].recalcBounds(glyphs)
        metrics[wide] = (width, bearing + shift)

    gsub = font["GSUB"].table
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable = 1, 0, [buildSingleSubstSubtable(tabular)]
    feature = otTables.Feature()
    feature.FeatureParams, feature.LookupListIndex = None, [len(gsub.LookupList.Lookup)]
    named = otTables.FeatureRecord()
    named.FeatureTag, named.Feature = "tnum", feature  # the last by name: the list is sorted
    for script in gsub.ScriptList.ScriptRecord:
        for system in (script.Script.DefaultLangSys, *(own.LangSys for own in script.Script.LangSysRecord)):
            if system is not None:
                system.FeatureIndex.append(len(gsub.FeatureList.FeatureRecord))
    gsub.LookupList.Lookup.append(lookup)
    gsub.FeatureList.FeatureRecord.append(named)
    # The cutter below trusts the counts as they were read.
    lookup.SubTableCount = feature.LookupCount = 1
    gsub.LookupList.LookupCount += 1
    gsub.FeatureList.FeatureCount += 1


def build_font(vendor: Path) -> None:
    from fontTools import subset

    folder = vendor / "be-vietnam-pro"
    folder.mkdir()
    faces = []
    for weight, style in FONT_WEIGHTS.items():
        options = subset.Options(
            flavor="woff2", layout_features=FONT_FEATURES, hinting=False, desubroutinize=True, notdef_outline=True
        )
        with resources.as_file(resources.files("fontpkg_be_vietnam_pro") / f"files/BeVietnamPro-{style}.ttf") as source:
            font = subset.load_font(source, options)
        add_tabular_figures(font)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=FONT_CHARACTERS)
        cutter.subset(font)
        name = f"be-vietnam-pro-{weight}.woff2"
        subset.save_font(font, folder / name, options)
        faces.append(
            '@font-face{font-family:"Be Vietnam Pro";font-style:normal;'
            f'font-weight:{weight};font-display:swap;src:url("{name}") format("woff2")}}\n'
        )
    (folder / "be-vietnam-pro.css").write_text("".join(faces), encoding="utf-8")


def build_licences(vendor: Path) -> None:
    folder = vendor / "licences"
    folder.mkdir()
    font = resources.files("fontpkg_be_vietnam_pro") / "LICENSE"
    (folder / "be-vietnam-pro.txt").write_bytes(font.read_bytes())
    for path in files_of("django-htmx") or []:
        if path.name == "LICENSE":
            (folder / "django-htmx.txt").write_bytes(path.read_binary())


def main() -> int:
    made = STATIC.with_name("static.new")
    shutil.rmtree(made, ignore_errors=True)
    vendor = made / "vendor"
    vendor.mkdir(parents=True)
    for build in (build_htmx, build_font, build_licences):
        build(vendor)
    shutil.rmtree(STATIC, ignore_errors=True)
    made.rename(STATIC)
    total = sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file())
    print(f"built {STATIC.relative_to(ROOT)}: {total / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
