"""Action plans are papers of offices: no person, case or report is in them, so none of them takes one along."""

from gugus.base.forgetting import Left

LEFT: tuple[Left, ...] = ()
