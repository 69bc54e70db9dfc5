"""The day of publication: the anchor of an article's date mentions."""

from transforms.published.notation import Moment, dates_in, read_date
from transforms.published.stage import FindPublished, published_date

__all__ = ["FindPublished", "Moment", "dates_in", "published_date", "read_date"]
