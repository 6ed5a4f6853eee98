"""Tasks and the clocks that run behind them.

Owns tasks, clocks (deadlines as editable data with their legal basis) and days on which offices are closed.
Words: a *clock* is a row that says how long a step may take; a running task keeps the row it began with. A task
*sleeps* while it is put off; it is *late* when its moment passed, and then *escalated* once to the supervisor.
Never: holds words about a person (note and reason are sealed), moves a deadline, shows one agency another's tasks.
"""
