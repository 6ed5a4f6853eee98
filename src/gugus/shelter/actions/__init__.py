"""What is done with houses and stays: each verb in one transaction, with one entry in the trail."""
