"""The outbox: what is told to people leaves from a row, written with the act.

In: words for one person, written in the transaction of an act. Happens: a worker sends
them by the way the person chose and that is safe; what no machine can bring becomes a
call of the front desk. Out: a person who knows, told once.
"""
