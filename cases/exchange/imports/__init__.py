"""Files of many cases, read case by case: bundles of Markdown, JSON Lines, tables, dumps of wikis.

A file gives `Found` items one after the other and is never held whole as content. What is wrong with one
item is said of this item; what is wrong with the file as a whole is `NotAnImport`. Nothing here writes, asks
the network, or unpacks anything to disk.
"""
