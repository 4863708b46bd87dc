"""`titian assess`: facts in as JSON lines, explained verdicts out. Needs no database and no Django.

lines.py     a file of JSON lines, exactly: numbers as Decimal, a key twice is a mistake, a broken line does not stop the others
outcome.py   one record → what is printed, as data and as a page to read
command.py   the call: arguments, exit codes
"""
