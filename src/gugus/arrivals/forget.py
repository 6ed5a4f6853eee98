"""Heads-ups name nobody and hang on no record of a person; their details go by age (`jobs.forget`)."""

LEFT = ()
