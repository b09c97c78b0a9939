"""The OpenAPI document as a page shows it: operations by group, and the objects that they take and give."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.api.document import TAGS, Node, document
from cases.api.operations import ANYONE

NAMED_AT_MOST = 14
"""A list of more words than these is counted, and not listed: the document holds them all."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is, in words; `model` names the object of the reference that it is, or a list of."""

    words: str
    model: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an object."""

    name: str
    type: Type
    is_needed: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked. `scope` is the permission that the token needs, "" for public data.

    `refusals` are the statuses with which it may refuse besides those of every operation.
    """

    name: str
    method: str
    path: str
    summary: str
    more: str
    scope: str
    parameters: tuple[Field, ...]
    body: str
    answer: str
    status: str
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together."""

    name: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """An object with its fields."""

    name: str
    description: str
    fields: tuple[Field, ...]


def groups() -> tuple[Group, ...]:
    """All operations by their group, in the order of the document."""
    found = list(_operations())
    return tuple(
        Group(name, text, tuple(each for tag, each in found if tag == name)) for name, text in TAGS.items()
    )


def models() -> tuple[Model, ...]:
    """All objects by name."""
    schemas = document()["components"]["schemas"]
    return tuple(_model(name, schemas[name]) for name in sorted(schemas))


def _operations() -> Iterator[tuple[str, Operation]]:
    for path, methods in document()["paths"].items():
        for method, node in methods.items():
            yield node["tags"][0], _operation(path, method, node)


def _operation(path: str, method: str, node: Node) -> Operation:
    statuses = list(node["responses"])
    body = node.get("requestBody", {}).get("content", {}).get("application/json", {})
    given = node["responses"][statuses[0]]["content"]["application/json"]
    scopes = node["security"][0].get("token", [""])
    return Operation(
        name=node["operationId"],
        method=method.upper(),
        path=path,
        summary=node["summary"],
        more=node["description"].removeprefix(f"{node['summary']}.").strip(),
        scope=scopes[0],
        parameters=tuple(_parameter(each) for each in node["parameters"]),
        body=_type(body["schema"]).model if body else "",
        answer=_type(given["schema"]).model,
        status=statuses[0],
        refusals=tuple(each for each in statuses if each > "399" and int(each) not in ANYONE),
    )


def _parameter(node: Node) -> Field:
    return Field(node["name"], _type(node["schema"]), node["required"], node.get("description", ""))


def _model(name: str, schema: Node) -> Model:
    needed = schema.get("required", ())
    fields = tuple(
        Field(field, _type(node, is_needed=field in needed), field in needed, node.get("description", ""))
        for field, node in schema["properties"].items()
    )
    return Model(name, " ".join(schema.get("description", "").split()), fields)


def _type(node: Node, *, is_needed: bool = True) -> Type:
    """A schema in words; of what is not needed it goes without saying that it may be null."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return Type(name, name)
    if "anyOf" in node:
        kinds = [_type(each) for each in node["anyOf"] if is_needed or each != {"type": "null"}]
        named = next((kind.model for kind in kinds if kind.model), "")
        return Type(" or ".join(kind.words for kind in kinds), named)
    if "enum" in node or "const" in node:
        return Type(_listed(node.get("enum") or [node["const"]]))
    if node.get("type") == "array":
        item = _type(node["items"])
        words = item.words.removeprefix("one of ")
        several = "several of" if "enum" in node["items"] else "list of"
        return Type(f"{several} {words}", item.model)
    return Type(_plain(node))


def _listed(words: list[object]) -> str:
    if len(words) > NAMED_AT_MOST:
        return f"one of {len(words)} words, such as {words[1]}"
    return " | ".join("null" if word is None else str(word) or "“”" for word in words)


def _plain(node: Node) -> str:
    kind = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    words = kind.get(node.get("type", ""), node.get("type", "anything"))
    limits = [
        f"at most {node['maxLength']} characters" if node.get("maxLength", 0) > 1 else "",
        f"{node['minimum']} to {node['maximum']}" if {"minimum", "maximum"} <= set(node) else "",
    ]
    return ", ".join([str(words), *(limit for limit in limits if limit)])
