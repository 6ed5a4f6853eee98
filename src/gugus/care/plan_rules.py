"""What procedure allows with a plan: who has to say yes, what it lacks, how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gugus.care.codes import ChildView, PlanState, Signer, StepState

ENDED = frozenset({PlanState.REFUSED, PlanState.RETURNED, PlanState.REPLACED, PlanState.ENDED})
COMING = frozenset({PlanState.DRAFT, PlanState.WAITING})
# A plan that was carried out at some time moves the stage of the case.
PLANNED = frozenset({PlanState.ACTIVE, PlanState.REPLACED, PlanState.ENDED})


@dataclass(frozen=True, slots=True)
class Said:
    """What one signer said, in the order of recording."""

    signer: str
    agrees: bool
    child_view: str = ""


def agreed(said: Iterable[Said], *, is_child: bool) -> bool | None:
    """Is the plan agreed to? None while somebody's word is missing.

    A grown person decides alone, or a representative. For a child the guardian signs and the child is heard; where
    they differ, or no guardian can be asked, the agency decides and says why.
    """
    last: dict[str, Said] = {one.signer: one for one in said}
    if (official := last.get(Signer.OFFICIAL)) is not None and is_child:
        return official.agrees
    if not is_child:
        deciding = last.get(Signer.SELF) or last.get(Signer.REPRESENTATIVE)
        return None if deciding is None else deciding.agrees
    guardian = last.get(Signer.GUARDIAN)
    if guardian is None:
        return None
    if guardian.agrees and guardian.child_view == ChildView.DISAGREES:
        return None
    return guardian.agrees


@dataclass(frozen=True, slots=True)
class Progress:
    """How many steps there are, are done, and are late."""

    steps: int
    done: int
    late: int

    @property
    def percent(self) -> int:
        """Whole percent of the steps that are done; 0 without steps."""
        return self.done * 100 // self.steps if self.steps else 0


def progress(steps: Iterable[Any], today: date) -> Progress:
    """Count steps (with state and until_on); what will not be done counts nowhere."""
    counted = [one for one in steps if one.state != StepState.NOT_DONE]
    done = sum(one.state == StepState.DONE for one in counted)
    late = sum(one.state == StepState.OPEN and one.until_on < today for one in counted)
    return Progress(len(counted), done, late)
