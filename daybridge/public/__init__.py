"""What anyone may read: what the program is, whether it fits, what it costs.

In: a worried question. Happens: an honest answer in two minutes, without a trace unless
somebody asks to be called. Out: an inquiry. A window: it owns no facts.
"""
