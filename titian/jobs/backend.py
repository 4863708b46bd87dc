"""The backend of the Django tasks interface: `task.enqueue(...)` makes a Job; workers do the rest.

Settings: `TASKS["default"]["OPTIONS"]["immediate"]` runs every task at once in the caller's thread (tests).
"""

from __future__ import annotations

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult
from django_tasks.exceptions import TaskResultDoesNotExist


class LeaseBackend(BaseTaskBackend):
    """Jobs kept in the installation's own database. Rooms call `jobs.actions.enqueue`, which also keeps who asked."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """The interface's own door: a job of the system itself."""
        from titian.jobs import actions, execution

        return execution.result_of(actions.enqueue(task, by=None, args=args, kwargs=kwargs), task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Raises TaskResultDoesNotExist."""
        from titian.jobs import execution
        from titian.jobs.models import Job

        job = Job.objects.filter(pk=result_id).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return execution.result_of(job)
