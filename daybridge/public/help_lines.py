"""Where to turn when we are not the right place, or not quick enough.

Source: 988 Suicide & Crisis Lifeline (988lifeline.org); SAMHSA's National Helpline,
        1-800-662-4357; findtreatment.gov. Each answers day and night, free of charge.
"""

HELP = {
    "lifeline": "988",
    "emergency": "911",
    "helpline": "1-800-662-4357",
    "helpline_dialed": "+18006624357",
    "finder": "https://findtreatment.gov/",
    "finder_name": "findtreatment.gov",
}
