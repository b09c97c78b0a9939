"""Templates with everything worked out once that is the same whenever they are drawn.

Most of what a page says does not depend on its reader: words in the reader's language, addresses without
a parameter, icons. A template is therefore kept for each language, with those tags already replaced by
their text (decision 0073). What is left goes the short way where nothing about it is unusual. What a template
draws is the same to the byte.

- `loader`: keeps the templates;
- `folding`: what stands in the place of which tag;
- `nodes`: what stands there;
- `values`, `addresses`: the short ways of values and of addresses.
"""
