"""The bridge between the registers and the clauses: what is known of firms on a day, how they stand to what is in force, what was received.

    standings_of(organisation, day)           every clause in force, for one firm
    over_county(clause, organisations, day)   one clause, for many firms
    coverage(day, organisations)              claimed against claimable, clause by clause

Other rooms say in their `claims.py` what firms received there (`received(organisations)`) and whom they block (`gates()`): `told.py`.
"""
