"""Plan a conference, hold it, approve its minutes. Each action is one transaction with one line in the trail."""
