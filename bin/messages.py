"""Bring the Spanish catalogs of the rooms in step with their pages.

.venv/bin/python bin/messages.py           after changing words that people read
.venv/bin/python bin/messages.py --check   exit status 1 when a word has no Spanish

A room that speaks to people who come to us has a folder `locale`. Its words are read
from its templates and modules into `locale/es/LC_MESSAGES/django.po`, where somebody
writes the Spanish; run this again, and `django.mo` beside it is what pages read. Both
are committed. A translation whose English has changed is dropped: it is written anew.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / "daybridge"
PLURALS = "nplurals=2; plural=(n != 1);"  # one week, two weeks: enough for our words
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def main(arguments: list[str]) -> int:
    settings.configure()
    django.setup()
    missing = []
    for room in rooms_that_translate():
        catalog = in_step(room)
        if "--check" not in arguments:
            save(room, catalog)
        missing += [f"{room.name}: {message.id}" for message in untranslated(catalog)]
    for line in missing:
        print(line)
    print(
        f"{len(missing)} without Spanish" if missing else "Every word has its Spanish."
    )
    return 1 if missing and "--check" in arguments else 0


def rooms_that_translate() -> list[Path]:
    """The folders of the rooms that keep a catalog."""
    return sorted(folder.parent for folder in ROOMS.glob("*/locale"))


def folder_of(room: Path) -> Path:
    """Where a room keeps its Spanish."""
    return room / "locale" / "es" / "LC_MESSAGES"


def words_of(room: Path) -> Catalog:
    """What a room says to people, from its templates and modules, in English."""
    words = Catalog()
    for path in _sources(room):
        for _, message, comments, context in _extracted(path):
            where = [(str(path.relative_to(room)), 0)]
            words.add(message, locations=where, auto_comments=comments, context=context)
    return words


def in_step(room: Path) -> Catalog:
    """The room's Spanish for the words it says now."""
    words, stored = words_of(room), folder_of(room) / "django.po"
    known = read_po(io.BytesIO(stored.read_bytes())) if stored.exists() else Catalog()
    catalog = Catalog(locale="es", project="Daybridge", fuzzy=False)
    catalog.mime_headers = [("Plural-Forms", PLURALS)]
    catalog.header_comment = f"# What {room.name} says to people, in Spanish."
    for message in words:
        if message.id:
            before = known.get(message.id, message.context)
            catalog.add(
                message.id,
                before.string if before and not before.fuzzy else None,
                locations=sorted(set(message.locations)),
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return catalog


def untranslated(catalog: Catalog) -> list:
    """Messages without a whole translation."""

    def is_whole(message) -> bool:
        texts = message.string if message.pluralizable else (message.string,)
        return bool(texts) and all(texts)

    return [message for message in catalog if message.id and not is_whole(message)]


def save(room: Path, catalog: Catalog) -> None:
    """Write the catalog for people, and as pages read it."""
    folder = folder_of(room)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "django.po").write_bytes(as_po(catalog))
    (folder / "django.mo").write_bytes(as_mo(catalog))


def as_po(catalog: Catalog) -> bytes:
    """The text of a catalog; the same words give the same bytes on any day."""
    text = io.BytesIO()
    write_po(text, catalog, width=88, sort_by_file=True, include_lineno=False,
             omit_header=True)  # fmt: skip
    head = (
        f"{catalog.header_comment}\nmsgid \"\"\nmsgstr \"\"\n"
        '"Language: es\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )  # fmt: skip
    return head.encode() + text.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalog as pages read it, of nothing but its text."""
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(as_po(catalog))))
    return compiled.getvalue()


def _sources(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room).parts
        if path.suffix in (".html", ".py", ".txt") and not (
            {"tests", "migrations", "locale", "static", "__pycache__"} & {*inside}
        ):
            yield path


def _extracted(path: Path) -> Iterator[tuple]:
    text = path.read_text()
    if path.suffix != ".py":
        code = templatize(text, origin=str(path))
        text = "\n".join(line.strip() for line in code.splitlines())
    source = io.BytesIO(text.encode())
    yield from extract("python", source, KEYWORDS, ("Translators:",))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
