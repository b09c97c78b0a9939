"""The OpenAPI document: what the operations declare, made exact."""

import copy
from functools import cache
from typing import Any, cast

from django.conf import settings
from pydantic.json_schema import models_json_schema

from cases.api import problems
from cases.api.selection import paths_of
from cases.api.site import api

Node = dict[str, Any]
"""A piece of the document; its shape is that of OpenAPI 3.1."""

REFS = "#/components/schemas/{model}"
TAGS = {
    "Cases": "Published cases and their versions.",
    "The two texts": "Stages, value models, aspects and claims: what cases are laid over.",
    "Evidence": "Placements, sources and tags of published cases, and what was accepted lately.",
    "Comparison": "The numbers of the comparison pages, what is missing, and search.",
    "Your own": "What you sent, where it stands, and sending more. Needs a token.",
    "Review": "For moderators with a token that may review.",
}
RATE_HEADERS: Node = {
    "RateLimit-Limit": {"description": "Requests in a minute", "schema": {"type": "string"}},
    "RateLimit-Remaining": {"description": "How many are left", "schema": {"type": "string"}},
    "RateLimit-Reset": {"description": "Seconds until the next minute", "schema": {"type": "string"}},
}
ETAG: Node = {"description": "Send it back as If-None-Match", "schema": {"type": "string"}}
LINK: Node = {"description": 'The next page: <address>; rel="next"', "schema": {"type": "string"}}
REPLAYED: Node = {
    "description": "true: this was done before, under the same key",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY: Node = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": (
        "A word of yours, such as a UUID. Sent again with the same body it does nothing new and gives the "
        "same answer, for two days."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}
TOKEN: Node = {
    "type": "http",
    "scheme": "bearer",
    "description": "A personal token, made at /me/tokens/. It begins with pw_.",
}


@cache
def document() -> Node:
    """The whole document. Nobody may change what is returned."""
    made = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=settings.API_PREFIX)))
    bodies = []
    for methods in made["paths"].values():
        for operation in methods.values():
            bodies.append(operation.get("x-body"))
            _finish(operation)
    schemas = made["components"]["schemas"]
    models = [(body, "validation") for body in bodies if body]
    _refs, described = models_json_schema(cast("Any", models), ref_template=REFS)
    schemas |= described["$defs"]
    made["components"]["securitySchemes"] = {"token": TOKEN}
    made["servers"] = [{"url": settings.SITE_URL}]
    made["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    made["info"] |= {
        "license": {"name": "CC0 1.0 (data), CC BY-SA 4.0 (texts)", "identifier": "CC0-1.0"},
        "x-guide": f"{settings.SITE_URL}/api/",
    }
    return made


def _finish(operation: Node) -> None:
    selects, body = operation.pop("x-selects", None), operation.pop("x-body", None)
    scope, writes = operation.pop("x-scope", None), operation.pop("x-writes", False)
    operation.pop("x-public", None)
    words = " ".join(operation["description"].replace("*", "").split())
    operation["summary"], operation["description"] = words.partition(". ")[0].rstrip("."), words
    operation["operationId"] = operation["operationId"].rpartition("cases_api_")[2].partition("_")[2]
    operation["security"] = [{"token": [scope]}] if scope else [{}, {"token": []}]
    operation["parameters"] = [_parameter(each, selects) for each in operation["parameters"]]
    if writes:
        operation["parameters"].append(IDEMPOTENCY_KEY)
    if body:
        content = {"application/json": {"schema": {"$ref": REFS.format(model=body.__name__)}}}
        operation["requestBody"] = {"required": True, "content": content}
    operation["responses"] = {
        str(status): _response(int(status), answer, writes=writes, is_public=scope is None)
        for status, answer in operation["responses"].items()
    }


def _parameter(parameter: Node, selects: Any) -> Node:  # noqa: ANN401 (a model, or None)
    """A parameter without *null*, which no address can hold."""
    schema = parameter["schema"]
    known = [each for each in schema.pop("anyOf", ()) if each.get("type") != "null"]
    for each in known:
        schema |= each
    for name in ("default", "title", "examples"):
        schema.pop(name, None)
    examples = parameter.pop("examples", None)
    if examples:
        parameter["example"] = examples[0]
    if parameter["name"] == "fields" and selects:
        parameter |= {"style": "form", "explode": False}
        parameter["schema"] = {
            "type": "array",
            "items": {"type": "string", "enum": list(paths_of(selects))},
            "minItems": 1,
        }
    return parameter


def _response(status: int, answer: Node, *, writes: bool, is_public: bool) -> Node:
    if status >= 400:
        answer["description"] = str(problems.TITLES[status])
        answer["content"] = {problems.CONTENT_TYPE: answer["content"]["application/json"]}
        return answer
    answer["headers"] = dict(RATE_HEADERS)
    if is_public and status in {200, 304}:
        answer["headers"] |= {"ETag": ETAG}
    if is_public and status == 200:
        answer["headers"] |= {"Link": LINK}
    if writes:
        answer["headers"] |= {"Idempotency-Replayed": REPLAYED}
    return answer
