"""A thing that needs two people, for the tests of the rule itself."""

from gugus.base.refusals import Cannot, Reason

done: list[tuple] = []
refuses: list[str] = []


def run(*, request, by, at):
    """Do it, unless the test says that it cannot be done."""
    if refuses:
        raise Cannot([Reason("thing_refuses", "Belum dapat dilakukan.")])
    done.append((request.ref, request.facts, by.username))


def may_ask(*, viewer, facts, about_id, at):
    """Rina's team may ask, until the test says otherwise."""
    return [Reason("no_longer", "Tidak lagi.")] if "asker_fell" in refuses_asking else []


refuses_asking: list[str] = []
