"""One module (or package) a programme: a dated function that builds its tree from the parameters of a day.

    RULES = {"hnte": [(date(2016, 1, 1), hnte)]}    # a sentence that changes is one more dated function

Which function stands for a day is asked in `packs.py`.
"""
