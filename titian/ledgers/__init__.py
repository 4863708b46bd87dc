"""The bureau's 台账: one definition engine and the ledgers defined on it, packaged ones and those the office defines itself.

A ledger is a definition (`definition/`: fields, states, who fills it in, colours, figures, paragraphs), pure Python and data; the packaged
ones are `packaged/*.yaml`. A row keeps what every ledger shares (organisation, region, person, day, amount, count, state …) as columns of one
table and the rest as JSON checked by the version of the definition it was written under (`models/rows.py`). List, form, import, export,
figures and search follow from the definition; a ledger gets Python of its own only where it computes. An office makes a definition on pages
(`models/drafts.py`, `views/drafting.py`), from the heads of a sheet (`definition/suggest.py`). What towns and firms are asked goes out and
comes back as drafts nobody counts, and becomes rows when it is taken over (`models/collections.py`, `collecting/`). Start reading at
`definition/`, then `packaged/visits.yaml`, then `models/rows.py`.
"""
