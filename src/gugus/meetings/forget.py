"""Meetings of the task force show nobody who is helped: no file that is forgotten reaches into them."""

from gugus.base.forgetting import Left

LEFT: tuple[Left, ...] = ()
