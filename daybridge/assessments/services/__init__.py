"""The writes of assessments, one file per activity."""
