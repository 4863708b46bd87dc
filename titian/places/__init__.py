"""Regions: province → city → county → town → village, by GB/T 2260 code, each with the days it is valid.

Owns regions and the bases (population, 规上工业企业数 …) that per-head comparisons divide by. Start reading at `models.py`.
"""
