"""Names in a pasted list or chat text matched to known names, and names that look like one firm entered twice. Pure Python.

mentions.py   a text → the firms it names
suspects.py   the register → pairs that may be one firm
telling.py    a name → what in it tells the firm from others
"""

from titian.registry.matching.mentions import CERTAIN, Candidate, Directory, Known, Mention
from titian.registry.matching.suspects import ALIKE_NAMES, SAME_MARK, Pair, Registered, suspects

__all__ = ["ALIKE_NAMES", "CERTAIN", "SAME_MARK", "Candidate", "Directory", "Known", "Mention", "Pair", "Registered", "suspects"]
