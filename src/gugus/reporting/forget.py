"""Reports hold frozen figures and words about offices, nobody's name. Nothing here is forgotten with a person."""

from gugus.base.forgetting import Left

LEFT: tuple[Left, ...] = ()
