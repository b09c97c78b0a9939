"""Under which licences the site gives away what it holds, by the addresses that name them for programs."""

LICENCE_OF_TEXT = "https://creativecommons.org/licenses/by-sa/4.0/"
"""CC BY-SA 4.0: what people wrote."""

LICENCE_OF_DATA = "https://creativecommons.org/publicdomain/zero/1.0/"
"""CC0 1.0: placements, years, places, counts."""
