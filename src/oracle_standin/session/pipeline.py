"""A pipeline: requests whose answers the client awaits together (Call Interface Guide, "OCI Pipelining")."""

from collections.abc import Iterator
from contextlib import contextmanager

from oracle_standin.errors import OracleError


class Pipeline:
    """Whether the requests of a session are part of a pipeline, and what an error means to those behind it.

    Attributes:
        is_open: Whether the next request is part of one.
    """

    def __init__(self) -> None:
        self.is_open = False
        self._aborts_on_error = False
        self._is_aborted = False

    def begin(self, *, aborts_on_error: bool) -> None:
        """The request at hand is the first of a pipeline."""
        self.is_open = True
        self._aborts_on_error = aborts_on_error
        self._is_aborted = False

    @contextmanager
    def operation(self, *, ends: bool) -> Iterator[None]:
        """Perform one request; the one that ends the pipeline is performed after an error, too.

        Raises:
            OracleError: ORA-43610 when an error of an earlier operation aborts this one.
        """
        if ends:
            self.is_open = self._aborts_on_error = self._is_aborted = False
        if self._is_aborted:
            raise OracleError(43610, "Pipeline, Aborted due to abort on error settings in pipeline mode")
        try:
            yield
        except BaseException:
            self.fail()
            raise

    def fail(self) -> None:
        """The operation at hand ended with an error."""
        self._is_aborted = self._aborts_on_error
