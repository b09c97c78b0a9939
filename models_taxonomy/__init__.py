"""The two reference texts as data: stages, value models, aspects and claims with their wordings."""
