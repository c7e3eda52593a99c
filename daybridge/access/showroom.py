"""Whether this installation is a showroom: every program in it was made by the demo."""

from django.apps import apps


def is_showroom() -> bool:
    """True only when there is data and all of it was made by `daybridge demo`."""
    programs = apps.get_model("programs", "Program").objects
    return programs.exists() and not programs.filter(made_by_demo=False).exists()
