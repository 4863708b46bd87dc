"""Kept papers: the office's outlines, papers with their sections, frozen versions, and to whom they were sent."""

from titian.reports.models.outlines import OfficeOutline
from titian.reports.models.papers import Paper, PaperQuerySet, PaperState, Section, SectionState
from titian.reports.models.versions import PaperVersion, SentPaper

__all__ = ["OfficeOutline", "Paper", "PaperQuerySet", "PaperState", "PaperVersion", "Section", "SectionState", "SentPaper"]
