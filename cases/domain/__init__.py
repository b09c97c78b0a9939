"""The rules of the product as pure Python: no Django, no database, no clock."""
