"""From a number in its phrase to its catalogue code.

`frames` holds what topics, aspects and units together mean, `evidence` gathers the topics that could own a number and weighs them,
`pairing` hands the topics of a list to the numbers of a list, `choice` decides, number by number in reading order.
"""
