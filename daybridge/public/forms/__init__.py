"""What people type on the public pages."""
