"""Facts are derived: each counts for the agency that answered on its day (docs/domain/transfers.md)."""

STAYS = {
    f"statistics.{name}": "derived; counts once, for the agency that answered for the file on the day of the fact"
    for name in ("ReportFact", "CaseFact", "SurvivorFact", "ReferralFact", "ServiceFact")
}
