"""Calendars: each person's own appointments, in the calendar they already use.

In: a place in a session, a session to lead. Happens: somebody is given an address of
their own; a calendar program asks it again and again, and reads times under words that
say nothing. Out: a person who comes at the right time.
"""
