"""The pages of coverage, a file for each part."""
