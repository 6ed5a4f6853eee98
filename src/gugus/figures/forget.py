"""Figures say nothing about a person: protected counts, and what offices published. Nothing goes with a person."""

from gugus.base.forgetting import Left

LEFT: tuple[Left, ...] = ()
