"""What people type into the schedule."""
