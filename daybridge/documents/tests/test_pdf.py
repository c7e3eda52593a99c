"""Documents are tagged, carry their letters, and read nobody's words as markup."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from daybridge.documents import as_pdf, pdf

MADE_AT = datetime(2026, 11, 28, 17, 0, tzinfo=UTC)
TEMPLATE = """
#import "/documents/page.typ": *
#let data = json(bytes(sys.inputs.data))
#show: letter.with(title: data.title, lang: data.lang, from: "Schuylkill Street")
#facts(data.pairs)
#listed(columns: (1fr, auto), head: ("Day", "Cost"), rows: data.rows)
"""


@pytest.fixture
def template(monkeypatch, tmp_path):
    """A template beside copies of what every document shares."""
    (tmp_path / "documents").mkdir()
    page = Path(pdf.PRODUCT, "documents", "page.typ").read_text()
    (tmp_path / "documents" / "page.typ").write_text(page)
    (tmp_path / "room.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "PRODUCT", tmp_path)
    return "room.typ"


def made(template, **more):
    data = {"title": "Estimate", "lang": "en", "pairs": [["a", "b"]], "rows": []}
    return PdfReader(BytesIO(as_pdf(template, data | more, made_at=MADE_AT)))


def text_of(document):
    return "\n".join(page.extract_text() for page in document.pages)


def test_a_document_is_tagged_titled_and_says_its_language(template):
    document = made(template, lang="es", title="Estimación")

    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"] == "es"
    assert document.metadata.title == "Estimación"


def test_what_somebody_typed_is_never_markup(template):
    typed = '#panic("no") *bold* $x$ <label> @ref \\ "quoted"'

    assert typed in text_of(made(template, pairs=[["Name", typed]]))


def test_letters_of_neighboring_languages_are_there(template):
    name = "Zażółć Quiñones Łukasz"

    assert name in text_of(made(template, pairs=[["Name", name]]))


def test_the_same_data_at_the_same_moment_make_the_same_bytes(template):
    data = {"title": "Estimate", "lang": "en", "pairs": [], "rows": [["Mon", "$40"]]}

    first, second = (as_pdf(template, data, made_at=MADE_AT) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("name", ["田中 \U0002070e", "Ωmega", "\ufeff\u200b", "😀"])
def test_a_letter_that_our_font_does_not_know_stops_no_document(template, name):
    assert made(template, pairs=[["Name", name]]).pages
