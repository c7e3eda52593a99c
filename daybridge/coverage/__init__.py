"""From an insurance card to what it will cost.

In: a card, an eligibility reply, a call to a payer. Happens: what a plan pays is read
and kept as a quote. Out: what it will cost.
"""
