"""News about a forgotten record leads nowhere: it goes, with what left of it. Codes go within a day."""

from gugus.base.forgetting import Left, Purge

LEFT = (Left("notices.Notice", by_id=("about_id",), whole=True),)
PURGES = (Purge("answers", "notices.OneTimeCode", "at"),)
