"""What a service answers where the caller branches: Ok with a value, or Err with the reason.

match await service.process_singer_message(message):
    case Ok():
        ...
    case Err(error):
        ...
"""

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from flext_target_oracle.errors import TargetError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    """The work is done."""

    value: T


@dataclass(frozen=True, slots=True)
class Err:
    """The work failed, with the error that says why."""

    error: TargetError


ServiceResult: TypeAlias = Ok[T] | Err
