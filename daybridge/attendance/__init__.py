"""Arrivals, departures and minutes; no-shows and make-ups; the weekly dose.

In: a session. Happens: each patient expected comes, comes late, leaves early or does
not come; minutes follow from the times. Out: a service day.
"""
