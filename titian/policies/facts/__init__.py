"""The only bridge from the registers to the rules: organisations → facts records of a day, in a number of queries that does not grow.

    records(Organisation.objects.filter(...), day)      # {primary key: FactRecord}, for `engine.explain`
    record_of(organisation, day)
    values(organisations, day)                          # {primary key: facts by name}, without what only a page prints: for populations
    given(organisations, day)                           # {primary key: Given}, before anything is derived

What counts: annual figures only as `usable_for_benefits()` gives them (never what was filed to the statistics bureau; the chosen source of
several), titles valid on the day, rights held on the day, and facts somebody stated (`StatedFact`) or another room knows. A room says what it
knows in its `facts.py`: `facts(organisations, day) -> Iterable[Told]`. What nobody has told is unknown, and a note says where it would be told.
"""

from titian.policies.facts.reading import facts, given, record_of, records, values
from titian.policies.facts.told import Told

__all__ = ["Told", "facts", "given", "record_of", "records", "values"]
