"""C-CDA 2.1, the document hospitals send along with a person, read into plain facts."""

from daybridge.intake.ccda.document import Document, Section, read
from daybridge.intake.ccda.items import Item, ItemKind
from daybridge.intake.ccda.person import Person, PersonName
from daybridge.intake.ccda.tree import CcdaRefused

__all__ = [
    "CcdaRefused",
    "Document",
    "Item",
    "ItemKind",
    "Person",
    "PersonName",
    "Section",
    "read",
]
