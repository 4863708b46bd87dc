"""The verbs of this room."""

from titian.policies.actions.stated import amend_stated_fact, remove_stated_fact, state_fact

__all__ = ["amend_stated_fact", "remove_stated_fact", "state_fact"]
