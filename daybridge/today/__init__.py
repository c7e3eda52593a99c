"""What each member of staff needs now, on one page: a window on every room."""
