"""R&D spending: projects and their cost ledger (辅助账), returns in four calibres, watch lists, evaluation, the subsidy run.

Owns projects, cost lines, returns, policy versions (thresholds and rates of this office), evaluation runs with their results, exemptions,
the list of key enterprises, subsidy runs with their awards and payment batches. The annual figures of a firm stay in `registry`; an accepted
return writes them there. Start reading at `calibres/` (pure Python: how the accounts become the other three calibres, line by line), then
`models/`, then `basis.py`: the one place from which a gate, a list, an evaluation or an award takes a firm's figures, so that nothing filed
to the statistics bureau decides over a firm. `policy/` holds thresholds and rates as data (`packaged/*.yaml`), `evaluation/`, `subsidy/` and
`watching/` compute in pure Python; `judging.py` brings them the rows. `blocking.py` answers other rooms: is this firm blocked in that year?
"""
