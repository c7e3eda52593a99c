"""What people type about coverage, a file for each activity."""
