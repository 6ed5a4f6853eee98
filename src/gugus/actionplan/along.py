"""Plans and reports of offices are no part of a file."""

STAYS = {
    "actionplan.Plan": "a paper of a task force",
    "actionplan.Activity": "a line of a public plan; successors report for the agency it names",
    "actionplan.PeriodReport": "what an office reports; passed on to its successor by the worker",
}
