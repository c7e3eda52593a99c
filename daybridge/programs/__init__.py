"""The program (our tenant): its sites, rooms, tracks, calendars and curricula.

In: a license. Happens: the offer is described once, with its rules as dated data. Out:
tracks that people can be admitted to and topics that groups can hold.
"""
