"""One file that holds a whole installation, and the way back. Start reading at `archive.py`.

archive.py     what lies in the file: a zip of JSON lines per table, the uploaded files, titian.toml and a manifest of checksums
values.py      a column's value as JSON and back, the same for every database
writing.py     the books of one moment → the file
restoring.py   the file → an installation, all of it or nothing
unfinished.py  its files exchanged, and a killed restore ended by whoever starts next
"""
