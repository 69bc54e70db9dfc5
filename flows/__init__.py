"""Flows: the only package that imports Prefect. What runs, when, with what outcome."""

import os

SET_HERE: set[str] = set()
"""The variables that nobody else has set."""

# Prefect reads its settings when it is imported, so these defaults must stand before. Each is only
# a default: the environment wins.
for _name, _value in {
    "DO_NOT_TRACK": "1",  # its telemetry logs errors where there is no network
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # The temporary server of a local run logs CancelledError traces when it stops, after success.
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # What Dateline logs stands on the page of its flow run, and only there.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "dateline",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
}.items():
    if _name not in os.environ:
        os.environ[_name] = _value
        SET_HERE.add(_name)
