"""When an instrument is taken: one span of minutes a booking, held apart by the database itself."""

from __future__ import annotations

from django.db import models

from titian.ledgers.models.rows import LedgerRow


class BookedTime(models.Model):
    """The time a booking takes of its instrument; one that was cancelled takes none and has no such row.

    since, until  minutes of the office's clock since the beginning of 1970 (`instruments.times.minute`), until exclusive

    That two spans of one instrument never overlap is a constraint of the database (`base.database.forbid_overlaps`, in the migration that
    made this table). On SQLite it is a pair of triggers: a migration that alters this table has to set them anew.
    """

    row = models.OneToOneField(
        LedgerRow, verbose_name="预约", on_delete=models.CASCADE, primary_key=True, related_name="booked_time"
    )
    instrument = models.ForeignKey(LedgerRow, verbose_name="仪器", on_delete=models.CASCADE, related_name="booked_times")
    since = models.BigIntegerField("开始分钟")
    until = models.BigIntegerField("结束分钟")

    class Meta:
        verbose_name = verbose_name_plural = "仪器占用时间"
        ordering = ["instrument", "since"]
        indexes = [models.Index(fields=["instrument", "since"], name="booked_by_instrument")]
        constraints = [models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="booked_time_runs_forward")]

    def __str__(self) -> str:
        return f"{self.row}"
