"""The verbs of the workbench room: settings, backups, handing over."""

from titian.home.actions.handover import hand_over
from titian.home.actions.settings import change_settings, note_backup

__all__ = ["change_settings", "hand_over", "note_backup"]
