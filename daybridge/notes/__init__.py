"""Group and individual notes: written once each, never lost, signed and closed.

In: a session. Happens: a shared summary and one short card per patient become one note
per chart, in the program's format, signed over the text that was on the screen. Out: a
record that never changes; corrections are addenda.
"""
