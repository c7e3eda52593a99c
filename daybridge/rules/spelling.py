"""How near two spellings of a word are, for searches that forgive.

Decided: words of five letters and more forgive two slips, of three and four one,
        shorter ones none; words with digits (record numbers) none at all.
"""


def slips_forgiven(word: str) -> int:
    """How many slips of spelling a word may have and still be found."""
    if len(word) < 3 or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= 5 else 1


def slips_between(one: str, other: str) -> int:
    """Count letters changed, missing, added or swapped with their neighbor."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            swapped = i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
    return row[-1]


def is_near(typed: str, word: str) -> bool:
    """Whether a typed word is a word with no more slips than it forgives."""
    forgiven = min(slips_forgiven(typed), slips_forgiven(word))
    if abs(len(typed) - len(word)) > forgiven:
        return False
    return slips_between(typed, word) <= forgiven
