"""From a number in its phrase to its catalogue code.

`frames` holds what topics, aspects and units together mean; `ground` is the page with the numbers already read; `own` and `earlier` gather
the topics that could own a number, `sayings` what is said of them, `candidates` weighs them, `evidence` puts them in order; `pairing`
hands the topics of a list to the numbers of a list; `choice` decides, number by number in reading order. Start reading at `choice`.
"""
