"""Every write to people, their rights, their passwords and their log-ins."""

from titian.accounts.actions.logins import attempt_log_in, unlock
from titian.accounts.actions.passwords import change_password, reset_password
from titian.accounts.actions.rights import ask_to_follow, confirm_change, decline_change, send_back, withdraw_change
from titian.accounts.actions.users import (
    add_department,
    add_user,
    amend_user,
    appoint_first_administrator,
    disable_user,
    enable_user,
    rename_department,
)

__all__ = [
    "add_department",
    "add_user",
    "amend_user",
    "appoint_first_administrator",
    "ask_to_follow",
    "attempt_log_in",
    "change_password",
    "confirm_change",
    "decline_change",
    "disable_user",
    "enable_user",
    "rename_department",
    "reset_password",
    "send_back",
    "unlock",
    "withdraw_change",
]
