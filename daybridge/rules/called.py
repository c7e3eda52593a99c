"""Is this what someone is called, as they might type it themselves?

Decided: accents, case, spaces and apostrophes do not count. The name may stand alone,
or with the last name or its first letter: "Dana", "dana w" and "DANA WHITFIELD" all
call Dana Whitfield. A name without letters is compared as it is written.
"""

from daybridge.rules.folding import folded_words


def is_called(typed: str, *, called: str, last_name: str) -> bool:
    """Whether a typed name is the name someone goes by."""
    asked = folded_words(typed)
    if not asked:
        return bool(typed.strip()) and _as_written(typed) == _as_written(called)
    name, last = "".join(folded_words(called)), "".join(folded_words(last_name))
    forms = {name, name + last, name + last[:1]} if name else set()
    return "".join(asked) in forms


def _as_written(name: str) -> str:
    return "".join(name.split()).casefold()
