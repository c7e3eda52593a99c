"""Reminders and answers; arrivals, departures and minutes; make-ups; the weekly dose.

In: a session. Happens: people are reminded and say whether they come; each patient
expected comes, comes late, leaves early or does not come; minutes follow from the
times. Out: a service day.
"""
