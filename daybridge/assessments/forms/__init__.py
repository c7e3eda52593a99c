"""What people type in assessments."""
