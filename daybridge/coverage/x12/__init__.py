"""The payers' own formats, read and written segment by segment."""
