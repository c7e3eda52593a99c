"""Every rule, on both sides of every cut-off."""
