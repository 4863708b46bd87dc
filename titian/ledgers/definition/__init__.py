"""What a ledger is, as data. Pure Python: no Django, no database, no today.

    definition = parse(yaml.safe_load(text))          # raises DefinitionError with everything that is wrong, in Chinese
    values = clean(definition, {"day": date(2026, 5, 8), "topics": "…"})   # row values → stored form, errors by field

`fields` says what a row holds, `states` its course, `colours` when it is red, `measures` the figures and paragraphs that come out of it;
`parse` reads one from YAML or JSON and `dump` writes it back; `values` checks a row's own values.
"""

from titian.ledgers.definition.colours import Colour, ColourRule
from titian.ledgers.definition.fields import SHARED, Field, Kind
from titian.ledgers.definition.ledger import Definition, Paragraph, State
from titian.ledgers.definition.measures import Figure, Take
from titian.ledgers.definition.parse import DefinitionError, dump, parse
from titian.ledgers.definition.values import ValuesError, clean, restored

__all__ = [
    "SHARED",
    "Colour",
    "ColourRule",
    "Definition",
    "DefinitionError",
    "Field",
    "Figure",
    "Kind",
    "Paragraph",
    "State",
    "Take",
    "ValuesError",
    "clean",
    "dump",
    "parse",
    "restored",
]
