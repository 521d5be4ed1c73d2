"""What CycloneDX 1.6 asks of the parts of it that the portal's list uses."""

from jsonschema import Draft7Validator

SHA = "^([a-f0-9]{64})$"
NAMED = {"type": "string", "minLength": 1}
COMPONENT = {
    "type": "object",
    "required": ["type", "name"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["application", "library"]},
        "bom-ref": NAMED,
        "name": NAMED,
        "version": NAMED,
        "purl": {"type": "string", "pattern": r"^pkg:pypi/[a-z0-9.-]+@[^@\s]+$"},
        "hashes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["alg", "content"],
                "additionalProperties": False,
                "properties": {"alg": {"const": "SHA-256"}, "content": {"pattern": SHA}},
            },
        },
        "licenses": {  # one expression, or a list of licences: never both
            "type": "array",
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["expression"],
                "additionalProperties": False,
                "properties": {"expression": NAMED},
            },
        },
        "components": {"type": "array", "items": {"$ref": "#/definitions/component"}},
    },
}
BOM = {
    "definitions": {"component": COMPONENT},
    "type": "object",
    "required": ["bomFormat", "specVersion"],
    "additionalProperties": False,
    "properties": {
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.6"},
        "serialNumber": {"pattern": r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
        "version": {"type": "integer", "minimum": 1},
        "metadata": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "timestamp": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"},
                "component": {"$ref": "#/definitions/component"},
            },
        },
        "components": {
            "type": "array",
            "uniqueItems": True,
            "items": {"$ref": "#/definitions/component"},
        },
        "dependencies": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["ref"],
                "additionalProperties": False,
                "properties": {"ref": NAMED, "dependsOn": {"type": "array", "uniqueItems": True}},
            },
        },
    },
}


def faults(bom: dict) -> list[str]:
    """Where a list is none of CycloneDX; references that lead nowhere or twice included."""
    found = [f"{each.json_path}: {each.message}" for each in Draft7Validator(BOM).iter_errors(bom)]
    names = [each.get("bom-ref") for each in _components(bom)]
    found += [f"{name}: twice" for name in sorted(set(names)) if names.count(name) > 1]
    for each in bom["dependencies"]:
        asked = {each["ref"], *each["dependsOn"]}
        found += [f"{name}: leads nowhere" for name in sorted(asked - set(names))]
    return found


def _components(bom: dict) -> list[dict]:
    first = [bom["metadata"]["component"], *bom["components"]]
    return first + [inner for each in first for inner in each.get("components", [])]
