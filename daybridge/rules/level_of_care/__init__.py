"""Which level of care do the ratings of one assessment speak for?

A rule pack that suggests and never decides: a clinician does, and may choose
otherwise. It holds codes, what each stands for, and the order in which they are
weighed, in our own words. The ASAM Criteria are the property of the American Society of
Addiction Medicine: whoever uses this pack sees to an agreement with it where one is
needed. A program may leave it off and choose every level by hand.

Source: public restatements of the 4th edition (2023, adults); secondary, and to be read
        beside the book before anyone relies on them.
Decided where the source is silent:
- A psychiatric inpatient need together with a biomedically enhanced one asks for 4: no
  psychiatric unit gives what the second stands for.
- A co-occurring enhanced need is a need of its level as well: 2.5 COE counts as 2.5.
- An evaluation that is still to come blocks the answer whatever the other ratings say;
  an emergency does not wait for it.
- A recovery residence is added to outpatient levels only: elsewhere one lives there.
"""

from daybridge.rules.level_of_care.cascade import Recommendation, recommend
from daybridge.rules.level_of_care.levels import Level
from daybridge.rules.level_of_care.ratings import Emergency, Rating

__all__ = ["Emergency", "Level", "Rating", "Recommendation", "recommend"]
