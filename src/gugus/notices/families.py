"""Which family a code belongs to, and which codes nobody can switch off."""

from gugus.notices.codes import Channel, Family, Mode, Risk

# First word of a code → family. A context may say otherwise with `wording.name_notice(…, family=…)`.
BEGINNINGS = {
    "report": Family.REPORTS, "draft": Family.REPORTS,
    "case": Family.CASES, "screening": Family.CASES, "trail": Family.CASES, "emergency": Family.CASES,
    "referral": Family.REFERRALS, "transfer": Family.REFERRALS, "guest": Family.REFERRALS,
    "link": Family.REFERRALS, "provider": Family.REFERRALS, "capacity": Family.REFERRALS,
    "consent": Family.CONSENT, "withdrawal": Family.CONSENT, "agreement": Family.CONSENT,
    "sharing": Family.CONSENT, "basis": Family.CONSENT,
    "conference": Family.MEETINGS, "minutes": Family.MEETINGS, "arrival": Family.MEETINGS,
    "publication": Family.MEETINGS,
    "heads": Family.MEETINGS, "headsup": Family.MEETINGS, "announcement": Family.MEETINGS,
    "handover": Family.CASES, "justice": Family.CASES, "plan": Family.CASES, "restitution": Family.CASES,
    "return": Family.CASES,
    "task": Family.TASKS, "approval": Family.APPROVALS,
    "file": Family.FILES, "export": Family.FILES, "files": Family.CASES,
    "sign": Family.ACCOUNT, "delegation": Family.ACCOUNT, "message": Family.ACCOUNT,
}  # fmt: skip

_families: dict[str, str] = {}
# Withdrawal duties, glass that was broken, sign-ins made anew. High risk is never switched off, whatever the code.
_must: set[str] = {"sign_in_reset", "emergency_opened"}
MUST_BEGINNINGS = ("withdrawal_", "consent_withdrawn", "consent_recall")
# News about a channel that does not work cannot leave over it.
INSIDE_ONLY = frozenset({"message_given_up"})


def place(code: str, *, family: str = "", must: bool = False) -> None:
    """Say to which family a code belongs, and whether it can be switched off."""
    if family:
        _families[code] = Family(family)
    if must:
        _must.add(code)


def family_of(code: str) -> Family:
    """The family of a code; what nobody placed and no beginning tells is "other"."""
    return Family(_families.get(code) or BEGINNINGS.get(code.partition("_")[0], Family.OTHER))


def is_must(code: str, risk: str = Risk.USUAL) -> bool:
    """Must this leave at once whatever its person chose?"""
    return risk == Risk.HIGH or code in _must or code.startswith(MUST_BEGINNINGS)


def mode_for(code: str, risk: str, chosen: str) -> Mode:
    """How news leaves: as chosen, unless it cannot be switched off."""
    return Mode.AT_ONCE if is_must(code, risk) else Mode(chosen)


# What holds until somebody chooses: mail for what waits for an answer, once a day for the rest; phones only by wish.
STARTING = {
    (Channel.MAIL, family): Mode.AT_ONCE
    if family in {Family.REFERRALS, Family.CONSENT, Family.TASKS, Family.APPROVALS, Family.ACCOUNT}
    else Mode.DIGEST
    for family in Family
}


def starting(channel: str, family: str) -> Mode:
    """The mode of a channel and family that nobody chose yet."""
    return STARTING.get((Channel(channel), Family(family)), Mode.NEVER)
