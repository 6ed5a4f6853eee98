"""Meetings of the task force: agenda, invitations, attendance, minutes, inputs."""
