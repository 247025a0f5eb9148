"""Writes what python3-readability and python3-extruct find, for infra/bench/Extract.java to score."""
import os
import re
import sys
from pathlib import Path

html, work, labelled = map(Path, sys.argv[1:4])

try:
    from lxml import html as lxml_html
    from readability import Document

    out = work / "readability"
    out.mkdir(exist_ok=True)
    for page in sorted(html.rglob("*.html")):
        name = str(page.relative_to(html))[: -len(".html")]
        target = out / (name.replace("/", "_") + ".txt")
        if not (html / "_sources" / (name + ".rst.txt")).exists() or target.exists():
            continue
        try:
            summary = Document(page.read_text()).summary()
            text = " ".join(lxml_html.fromstring(summary).itertext())
        except Exception as unreadable:
            text = ""
        target.write_text(text)
except ImportError:
    print("python3-readability is not installed")

try:
    import extruct

    out = work / "extruct"
    out.mkdir(exist_ok=True)

    def short(name):
        return re.sub(r"^https?://(www\.)?schema\.org/|^(schema|og):", "", str(name))

    def flat(path, value, lines):
        if isinstance(value, dict):
            if "@value" in value:
                return flat(path, value["@value"], lines)
            for key, inner in value.items():
                if not key.startswith("@"):
                    flat(path + "." + short(key), inner, lines)
        elif isinstance(value, list):
            for inner in value:
                flat(path, inner, lines)
        else:
            lines.append(path + "=" + str(value))

    for page in sorted(labelled.glob("*.html")):
        lines = []
        try:
            found = extruct.extract(
                page.read_text(), base_url="https://shop.example/page",
                syntaxes=["json-ld", "microdata", "opengraph", "rdfa"], uniform=True)
        except ValueError as unreadable:
            found = {}
        for things in found.values():
            for thing in things:
                kinds = thing.get("@type", "")
                kind = kinds[0] if isinstance(kinds, list) and kinds else kinds
                flat(short(kind or ""), thing, lines)
        (out / (page.stem + ".values")).write_text("\n".join(lines))
except ImportError:
    print("python3-extruct is not installed")
