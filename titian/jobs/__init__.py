"""Background work: a job is leased, kept alive by a heartbeat, tried again when its worker dies, shows progress and can be cancelled.

Owns the job rows; a backend of the Django tasks interface. Start reading at `backend.py` (how work gets in), then `worker.py`.
"""
