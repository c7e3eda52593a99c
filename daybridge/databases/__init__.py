"""Django's database engines, where a clinic needs them to act a little otherwise."""
