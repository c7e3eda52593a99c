"""The questions of the interview, defined once, in the files of this folder."""
