"""Date mentions: a grammar in data files by language, and a calendar to read them with."""

from transforms.dates.mentions import date_mentions
from transforms.dates.stage import FindDates

__all__ = ["FindDates", "date_mentions"]
