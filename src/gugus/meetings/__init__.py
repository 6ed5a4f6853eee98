"""Meetings of the task force: agenda, invitations, attendance, minutes, inputs, decisions, recommendations.

Owns meetings of four kinds (plenary, inter-field, coordination, monitoring and evaluation), their agenda, speakers,
invitations, attendance, points of the minutes with every text that was written of them, and figures that were shown.
Calls a *point* one paragraph of the minutes. The secretariat of the task force holds a meeting; its members read it.
Never: shows a person that is helped or suspected, or a small number (case conferences are `conferences`); loses a text
that was acknowledged; keeps recommendations after the meeting (that is `followup`).
"""
