"""Singer target for Oracle Database.

Importing the package gives the version and the errors; it loads neither the driver nor the service.
"""

from flext_target_oracle.errors import (
    ConfigurationError,
    ConnectionFailedError,
    DatabaseError,
    InputError,
    LoadError,
    OutputError,
    PermanentError,
    RecordError,
    TargetError,
    TransientError,
)

__version__ = "0.1.0"

__all__ = [
    "ConfigurationError",
    "ConnectionFailedError",
    "DatabaseError",
    "InputError",
    "LoadError",
    "OutputError",
    "PermanentError",
    "RecordError",
    "TargetError",
    "TransientError",
    "__version__",
]
