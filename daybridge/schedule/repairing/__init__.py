"""Repair: a leader is away or a room is closed, and people come tonight.

`affected` says which sessions, `week` writes their week down as an instance of
`rules.week_fit`, `proposing` finds what changes least, `telling` says it to everyone
concerned. Nothing changes before somebody accepts it (`services/repairs`).
"""
