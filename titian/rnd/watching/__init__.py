"""What deserves a question: who fell sharply, whose figures do not fit each other, who stands on a clearing list. Pure Python; fen.

The words are those of 漏报提醒 and 口径辅导: nothing here says what a firm should have reported.
"""

from titian.rnd.watching.clearing import Standing, standing
from titian.rnd.watching.questions import Known, falls, inconsistencies, reminder

__all__ = ["Known", "Standing", "falls", "inconsistencies", "reminder", "standing"]
