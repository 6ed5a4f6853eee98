"""News about a forgotten record leads nowhere: it goes."""

from gugus.base.forgetting import Left

LEFT = (Left("notices.Notice", by_id=("about_id",), whole=True),)
