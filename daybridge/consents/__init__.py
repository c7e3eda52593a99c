"""Consents given and revoked, and every disclosure made under one.

In: a decision about one's own record. Happens: it is explained, signed, kept as signed,
revoked or expires; what leaves the program leaves under it and is entered in the
register. Out: a basis.
"""
