"""Two standards, one set of facts."""

from gugus.law.elements import international_result, missing_elements, told_only
from gugus.law.facts import Evidence, Facts
from gugus.law.id.national import national_result

SUPPORTED = tuple(
    Evidence(kind, code, "contract", "documented")
    for kind, code in (("act", "recruitment"), ("means", "deception"), ("purpose", "exploitation_intended"))
)


def test_missing_elements_are_named_in_the_order_of_the_law():
    assert missing_elements(Facts()) == ("act", "means", "purpose")
    assert missing_elements(Facts(), means_needed=False) == ("act", "purpose")
    assert missing_elements(Facts(means={"violence"}, exploitation={"slavery"})) == ("act",)


def test_told_only_leaves_out_what_is_missing_or_supported():
    facts = Facts(evidence=SUPPORTED[:1], means={"deception"})

    assert told_only(facts) == ("means",)


def test_supported_elements_are_complete_by_both_standards():
    facts = Facts(evidence=SUPPORTED, age_at_act=30)

    assert national_result(facts).result == international_result(facts).result == "complete"


def test_a_child_needs_no_means_internationally_but_does_nationally():
    facts = Facts(evidence=(SUPPORTED[0], SUPPORTED[2]), age_at_act=15)

    assert international_result(facts).result == "complete"
    assert national_result(facts).result == "incomplete"
    assert national_result(facts).missing == ("means",)


def test_exploitation_that_happened_completes_the_national_law_but_only_points_to_the_purpose():
    happened = Evidence("purpose", "exploitation_happened", "contract", "documented")

    facts = Facts(evidence=(*SUPPORTED[:2], happened), age_at_act=30)

    assert national_result(facts).result == "complete"
    assert international_result(facts).result == "told"
