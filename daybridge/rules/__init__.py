"""The rulebook: pure judgements a clinician or auditor can check against the source.

In:      facts, as frozen dataclasses, with the moment they are judged at.
Happens: each module states one published rule, or the decision taken where the
         source is silent, with its thresholds in a named table.
Out:     answers with reasons and sources, never a bare yes or no.

Only the standard library is imported here, so every rule can be read, tested and
argued about without a database.
"""
