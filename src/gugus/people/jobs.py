"""What the worker does for the vault: the list of destroyed keys outside the database lacks none."""

from procrastinate.contrib.django import app

from gugus.base.shredding import complete_list


@app.periodic(cron="0 18 * * *")  # 01.00 in Jakarta, before the nightly backup
@app.task(name="people.list_destroyed_keys", queueing_lock="people.list_destroyed_keys")
def list_destroyed_keys(timestamp: int) -> None:
    """Nightly: name keys whose destruction a dying process could not note down any more."""
    complete_list()
