"""From a person to an episode of care: admission, level-of-care stays, dose orders.

In: a patient and an offer. Happens: they are admitted to a level of care on a track
with a dose; stays and doses change as progress allows. Out: an episode of care.
"""
