"""A clinic to try Daybridge in: invented people, drawn from published figures."""
