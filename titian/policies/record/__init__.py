"""What is known of one enterprise: read and checked (`reading.py`), derived into the flat facts every backend takes (`deriving.py`).

    record = read_record(data, day)          # Given: checked, typed; raises RefusedRecord with everything that is wrong
    facts = derive(record, day)              # FactRecord: integers by name, what is lacking, notes

`catalogue.py` lists every fact and every key of the input; `docs/policies/facts.md` is made from it.
"""
