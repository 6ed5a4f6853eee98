"""Who listens to which topic."""

from gugus.outbox.subscribers import called, listening, subscribers_of

PATH = "gugus.outbox.subscribers.called"


def test_a_subscriber_hears_its_topic_and_no_other():
    with listening("apple.fell", PATH):
        assert subscribers_of("apple.fell") == (PATH,)
        assert subscribers_of("apple.rotted") == ()


def test_a_family_of_topics_can_be_heard_at_once():
    with listening("apple.*", PATH):
        assert subscribers_of("apple.fell") == (PATH,)
        assert subscribers_of("applesauce.fell") == ()


def test_signing_up_twice_is_once():
    with listening("apple.fell", PATH), listening("apple.*", PATH):
        assert subscribers_of("apple.fell") == (PATH,)


def test_a_path_leads_to_its_function():
    assert called(PATH) is called
