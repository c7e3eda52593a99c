"""Pages of the gate: sign-in, own account, emergencies, reviews, teams."""
