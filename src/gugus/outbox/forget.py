"""Events about a forgotten record were dealt with long ago: they go, with their deliveries."""

from gugus.base.forgetting import Left

LEFT = (Left("outbox.Event", by_id=("about_id",), whole=True),)
