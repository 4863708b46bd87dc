"""企业研发投入评价 of one firm: points clause by clause, an interval where something is not known. Pure Python; fen."""

from titian.rnd.evaluation.grading import MET, NOT_MET, UNKNOWN, Assessed, Clause, Facts, grade

__all__ = ["MET", "NOT_MET", "UNKNOWN", "Assessed", "Clause", "Facts", "grade"]
