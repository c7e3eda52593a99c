"""Documents to print or hand over: tagged PDF from a Typst template and data.

A room keeps its templates in `daybridge/<room>/documents/<name>.typ`. A template reads
`sys.inputs.data` as JSON (`#let data = json(bytes(sys.inputs.data))`), so nothing that
somebody typed is ever read as markup, and begins with
`#import "/documents/page.typ": *`, which sets page, type and headings.
"""

from daybridge.documents.pdf import as_pdf

__all__ = ["as_pdf"]
