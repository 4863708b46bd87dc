"""The language of a paper: sentence templates with a closed placeholder grammar, and how a figure is printed in a sentence. Pure Python.

A template is the office's own sentence with figures in braces::

    组织{hnte.applied:names}企业申报高新技术企业[[，新增{hnte.new}，{hnte.new:percent}]]。

`{code}` prints the figure; `{code:view}` a view of it (terms.VIEWS: previous, growth, target, percent, names, as_of, expected …);
`{code scope=科技进企}` says which of several figures is meant; `{期间}` and its like are words of the paper. What stands in `[[…]]` is
dropped alone when its figures are missing; a sentence whose other figures are missing is left out whole and named with who to ask.
Nothing else is understood: no conditions, no loops, no code.

Start reading at `terms.py` (the closed lists) and `grammar.py` (text → template); then `facts.py` (what a sentence can speak of),
`lookup.py` (which figure answers a placeholder), `printing.py`, `names.py` (how it is printed), `sentences.py` (template → sentence).
`library.yaml` holds the packaged sentences, one a catalogue code and more.
"""
