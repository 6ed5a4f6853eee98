"""gugus: the case, referral and figures room of an anti-trafficking task force."""
