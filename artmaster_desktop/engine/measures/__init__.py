"""What can be measured of a painter without other networks than the base, always beside the spread among the
artist's own works.
"""
