"""Write many lines of a matrix at once: names that stand in the plan are taken up, the rest is added."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from gugus.access.models import User
from gugus.actionplan.heart import BECAUSE
from gugus.actionplan.lines import Line
from gugus.actionplan.models import Activity, Budget, Indicator, Plan, Programme, Strategy, Target
from gugus.kernel.ids import new_id

AT_ONCE = 1000


class Filling:
    """What is in a plan already, and what these lines add to it. The plan is locked and the lines were looked at."""

    def __init__(self, plan: Plan, *, by: User, at: datetime):
        self.plan, self.by, self.at = plan, by, at
        self.strategies = {(one.field, one.name): one for one in _all(Strategy, plan)}
        self.programmes = {(one.strategy_id, one.name): one for one in _all(Programme, plan)}
        live = _all(Activity, plan).filter(dropped_at=None)
        self.activities = {(one.programme_id, one.name): one for one in live}
        self.places: dict[object, int] = defaultdict(int)
        for one in (*self.strategies.values(), *self.programmes.values(), *self.activities.values()):
            self._seen(_above(one), one.position)
        for activity, position in _all(Indicator, plan).values_list("activity_id", "position"):
            self._seen(activity, position)
        self.new: dict[type, list] = defaultdict(list)
        self.money: dict[tuple[UUID, int, str], Decimal] = {}

    def put(self, line: Line) -> Indicator:
        """Take one line in; nothing is written yet."""
        strategy = self._there(
            self.strategies, (line.field, line.strategy.strip()), Strategy, plan=self.plan, field=line.field,
            name=line.strategy.strip(),
        )  # fmt: skip
        programme = self._there(
            self.programmes, (strategy.pk, line.programme.strip()), Programme, plan=self.plan, strategy=strategy,
            name=line.programme.strip(),
        )  # fmt: skip
        activity = self._there(
            self.activities, (programme.pk, line.activity.strip()), Activity, plan=self.plan, programme=programme,
            name=line.activity.strip(), agency=line.agency,
            supporting=[one.pk for one in line.supporting if one.pk != line.agency.pk],
        )  # fmt: skip
        indicator = Indicator(
            id=line.key or new_id(), plan=self.plan, activity=activity, name=line.indicator.strip(),
            unit=line.unit.strip(), better=line.better, baseline=line.baseline.value,
            baseline_words=line.baseline.words, position=self._next(activity.pk),
        )  # fmt: skip
        self.new[Indicator].append(indicator)
        self.new[Target] += [
            Target(
                plan=self.plan, indicator=indicator, year=year, value=figure.value, words=figure.words, by=self.by,
                at=self.at,
            )
            for year, figure in line.targets.items()
        ]  # fmt: skip
        self.money |= {(activity.pk, year, source): amount for (year, source), amount in line.budgets.items()}
        return indicator

    def write(self) -> None:
        """Write everything that was taken in."""
        for model in (Strategy, Programme, Activity, Indicator, Target):
            model.objects.bulk_create(self.new[model], batch_size=AT_ONCE)
        self._budgets()

    def _budgets(self) -> None:
        rows = _all(Budget, self.plan).filter(activity__in={key for key, _year, _source in self.money})
        known = {(one.activity_id, one.year, one.source): one for one in rows}
        for place, amount in self.money.items():
            if (one := known.get(place)) and one.amount != amount:
                one.amount = amount
                one.save(update_fields=["amount"])
        added = [
            Budget(plan=self.plan, activity_id=key, year=year, source=source, amount=amount)
            for (key, year, source), amount in self.money.items()
            if (key, year, source) not in known and amount
        ]
        Budget.objects.bulk_create(added, batch_size=AT_ONCE)

    def _there(self, known: dict, key: tuple, model: type, **place):
        if key not in known:
            made = model(**place)
            made.position = self._next(_above(made))
            self.new[model].append(made)
            known[key] = made
        return known[key]

    def _seen(self, above: object, position: int) -> None:
        self.places[above] = max(self.places[above], position)

    def _next(self, above: object) -> int:
        self.places[above] += 1
        return self.places[above]


def put_lines(plan: Plan, lines: Sequence[Line], *, by: User, at: datetime) -> list[Indicator]:
    """Write lines into a locked plan; their indicators in the same order."""
    filling = Filling(plan, by=by, at=at)
    made = [filling.put(line) for line in lines]
    filling.write()
    return made


def _above(one) -> object:
    """What a row stands in: its field, strategy or programme."""
    if isinstance(one, Strategy):
        return one.field
    return one.strategy_id if isinstance(one, Programme) else one.programme_id


def _all(model, plan: Plan):
    return model.objects.unscoped(because=BECAUSE).filter(plan=plan)
