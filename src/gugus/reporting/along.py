"""Reports of a task force are no part of a file."""

STAYS = {
    "reporting.ForceReport": "a report of a task force; whoever keeps the secretariat then has it",
    "reporting.Chapter": "a chapter of a report; the office that followed another one writes on by itself",
}
