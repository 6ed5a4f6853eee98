"""Agreements are papers of offices: no person, case or report is in them, so nothing of them is ever forgotten by one."""

from gugus.base.forgetting import Left

LEFT: tuple[Left, ...] = ()
