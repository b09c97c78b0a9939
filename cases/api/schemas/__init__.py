"""What the API takes and gives, described: the OpenAPI document is made of these models.

They describe and do not judge: content is read by `cases.domain.reading`, whose problems name fields.
"""
