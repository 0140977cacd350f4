"""What a server allows, and what the usual releases allow. Source: Database Reference, MAX_STRING_SIZE, COMPATIBLE."""

from dataclasses import dataclass

from flext_target_oracle.schema.types import MAX_EXTENDED_LENGTH, MAX_VARCHAR2_LENGTH


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What the server allows; bytes for names and strings."""

    version: str
    max_identifier_bytes: int
    max_string_bytes: int

    @property
    def release(self) -> int:
        """The first number of the version: 19, 21, 23."""
        return int(self.version.partition(".")[0])


PROFILES = {
    "12.2": ServerLimits("12.2.0.1.0", 128, MAX_VARCHAR2_LENGTH),
    "19c": ServerLimits("19.0.0.0.0", 128, MAX_VARCHAR2_LENGTH),
    "21c": ServerLimits("21.0.0.0.0", 128, MAX_VARCHAR2_LENGTH),
    "23ai": ServerLimits("23.0.0.0.0", 128, MAX_VARCHAR2_LENGTH),
    "26ai": ServerLimits("23.26.0.0.0", 128, MAX_VARCHAR2_LENGTH),
    "adb": ServerLimits("19.0.0.0.0", 128, MAX_EXTENDED_LENGTH),
}
