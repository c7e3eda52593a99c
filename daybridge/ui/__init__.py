"""What every page looks like.

Comes in:  the words and numbers of the rooms.
Happens:   base templates, components and tokens give them one calm shape.
Goes out:  a page that reads well on a phone, on paper, in the dark and aloud.
"""
