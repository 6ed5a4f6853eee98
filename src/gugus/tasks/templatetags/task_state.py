"""What a task is at the moment of the page."""

from datetime import datetime

from django import template

from gugus.tasks.models import Task

register = template.Library()


@register.filter
def state_at(task: Task, at: datetime) -> str:
    """open, soon, late, asleep or done."""
    return task.state_at(at).value
