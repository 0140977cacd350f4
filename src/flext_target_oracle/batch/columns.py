"""From the JSON text of records to typed columns: a decoder made for the stream, and one list a column."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from flext_target_oracle.batch.conversions import Conversion
from flext_target_oracle.batch.converters import Converter
from flext_target_oracle.errors import InputError
from flext_target_oracle.schema.json_schema import Field

_JSON_NULL = msgspec.Raw(b"null")


def record_decoder(fields: Sequence[tuple[Field, Conversion]]) -> Callable[[msgspec.Raw], msgspec.Struct]:
    """A function that decodes the text of one record, its attributes are in the order of `fields`.

    A key must be there; any other property may be missing, which is null. Properties that the
    schema does not name are left out: there is no column for them.
    """
    attributes = [f"f{position}" for position in range(len(fields))]
    struct = msgspec.defstruct(
        "Record",
        [_struct_field(attribute, *field) for attribute, field in zip(attributes, fields, strict=True)],
        rename=dict(zip(attributes, (field.name for field, _ in fields), strict=True)),
        kw_only=True,
        gc=False,
    )
    return msgspec.json.Decoder(struct, float_hook=Decimal).decode


def convert(values: Sequence[Any], converter: Converter, *, lines: Sequence[int], title: str) -> list[Any]:
    """The values as the driver takes them; None stays None.

    Raises:
        InputError: A value cannot be stored unchanged; names its input line and `title`.
    """
    try:
        return [None if value is None else converter(value) for value in values]
    except ValueError:
        raise _first_error(values, converter, lines, title) from None


def _struct_field(attribute: str, field: Field, conversion: Conversion) -> tuple[str, Any] | tuple[str, Any, Any]:
    json_type = conversion.json_type
    if field.is_key:
        return (attribute, json_type)
    if json_type is msgspec.Raw:
        return (attribute, json_type, _JSON_NULL)
    return (attribute, Any if json_type is Any else json_type | None, None)


def _first_error(values: Sequence[Any], converter: Converter, lines: Sequence[int], title: str) -> InputError:
    """The slow way to say which row it was."""
    for line, value in zip(lines, values, strict=True):
        try:
            converter(value) if value is not None else None
        except ValueError as error:
            return InputError(f"{title}: {error}", line=line)
    raise AssertionError(f"{title}: a value was refused once and accepted the next time")
