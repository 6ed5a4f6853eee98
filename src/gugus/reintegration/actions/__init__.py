"""Prepare a return, follow it up, help, warn, end it. Each action is one transaction with one line in the trail."""
