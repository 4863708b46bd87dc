"""People, departments, what is asked for their rights, and their log-ins."""

from titian.accounts import roles
from titian.accounts.models import logins, rights
from titian.accounts.models.logins import Attempts, LoginRecord
from titian.accounts.models.rights import RightsChange
from titian.accounts.models.users import Department, User, UserManager
from titian.base.terms import Term

__all__ = ["Attempts", "Department", "LoginRecord", "RightsChange", "User", "UserManager"]


def terms() -> list[Term]:
    """Roles and states for the glossary."""
    return [*roles.terms(), *rights.terms(), *logins.terms()]
