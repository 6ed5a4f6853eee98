"""Events are tidied away by age."""

STAYS = {"outbox.Event": "what happened, happened; gone after three months"}
