"""Figures as they were shown: frozen, with their source, and contradictions side by side."""
