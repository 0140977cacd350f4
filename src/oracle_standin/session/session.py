"""The life of a session: log on, answer requests one after the other, and leave nothing behind."""

import logging
from contextlib import closing

from oracle_standin.errors import OracleError, ProtocolError, UnsupportedError
from oracle_standin.session.cursors import Cursors
from oracle_standin.session.direct_path import DirectPath
from oracle_standin.session.greeting import Greeting, connect, greet
from oracle_standin.session.injection import ConnectionCutError, Injector, points_of
from oracle_standin.session.interrupts import InterruptWatcher, RunningCall
from oracle_standin.session.lobs import Lobs
from oracle_standin.session.logon import Login, Service, SessionIdentity, change_password, folded_name, log_on
from oracle_standin.session.messages import ClientInterrupt, Message, reset, send_answer
from oracle_standin.session.pipeline import Pipeline
from oracle_standin.tns.packets import PacketStream
from oracle_standin.ttc.auth import ChangePassword
from oracle_standin.ttc.capabilities import Capabilities
from oracle_standin.ttc.direct_path import DirectPathEnd, DirectPathPrepare, DirectPathStream
from oracle_standin.ttc.error import Outcome, write_error
from oracle_standin.ttc.execute import Execute
from oracle_standin.ttc.fetch import Fetch
from oracle_standin.ttc.lob_op import FreeLobs, LobOp
from oracle_standin.ttc.piggybacks import BeginPipeline, CloseCursors, SessionState, SetEndToEnd, SetSchema
from oracle_standin.ttc.request import Call, Command, Piggyback, Request, UnreadableCall, read_request
from oracle_standin.ttc.status import write_status

_LINGER_S = 2.0
_END_OF_SESSION = (OSError, ProtocolError, ClientInterrupt, ConnectionCutError)
# errors after which Oracle has ended the session: killed, not logged on, shutdown, idle, lost
_SESSION_ENDS = frozenset({28, 603, 1012, 1089, 1092, 2396, 3113, 3114, 3135})

_logger = logging.getLogger(__name__)


def run_session(
    stream: PacketStream, service: Service, identity: SessionIdentity, watcher: InterruptWatcher, injector: Injector
) -> None:
    """Serve one client until it leaves, is refused, or sends bytes that are no protocol."""
    try:
        if not connect(stream, service.name, injector, has_pipelining=service.profile.has_pipelining):
            stream.linger(_LINGER_S)
            return
        greeting = greet(stream, service.capabilities)
        login = _log_on(stream, service, identity, greeting, injector)
        if login is not None:
            stream.wait_for_ever()
            with closing(login.engine):
                _Session(stream, service, login, greeting.capabilities, watcher, injector).serve()
    except OSError as error:
        _logger.debug("session %d: %s", identity.session_id, error)
    except ConnectionCutError:
        _logger.debug("session %d: cut by a fault", identity.session_id)
    except (ProtocolError, OracleError, ClientInterrupt) as error:
        _logger.warning("session %d ended: %s", identity.session_id, str(error) or type(error).__name__)


def _log_on(
    stream: PacketStream, service: Service, identity: SessionIdentity, greeting: Greeting, injector: Injector
) -> Login | None:
    try:
        return log_on(stream, service, identity, greeting, injector)
    except _END_OF_SESSION:
        raise
    except Exception as exception:  # noqa: BLE001 - outermost frame: a defect of ours reaches the client as an error
        error = _as_oracle_error(exception)
        send_answer(stream, write_error(Outcome(is_in_transaction=False, error=error), greeting.capabilities))
        stream.linger(_LINGER_S)
        return None


class _Session:
    """An authenticated client."""

    def __init__(
        self,
        stream: PacketStream,
        service: Service,
        login: Login,
        capabilities: Capabilities,
        watcher: InterruptWatcher,
        injector: Injector,
    ) -> None:
        self._stream = stream
        self._service = service
        self._login = login
        self._engine = login.engine
        self._capabilities = capabilities
        self._watcher = watcher
        self._injector = injector
        self._is_over = False
        self._lobs = Lobs()
        self._cursors = Cursors(login.engine, self._lobs, capabilities)
        self._direct_path = DirectPath(login.engine, capabilities)
        self._pipeline = Pipeline()

    def serve(self) -> None:
        """Answer requests until the client is gone.

        Raises:
            ConnectionError: The client is gone.
            ProtocolError: It sends bytes that are no request.
        """
        try:
            while True:
                self._serve_one()
        finally:
            self._cursors.close_all()

    def _serve_one(self) -> None:
        try:
            message = Message(self._stream)
            request = read_request(message.reader, self._capabilities, self._cursors.layout_of)
        except ClientInterrupt:
            self._recover(_cancelled())
        except OracleError as error:  # the rest of the request is still on its way
            self._recover(error)
        else:
            self._answer(request, message)

    def _answer(self, request: Request, message: Message) -> None:
        with self._watcher.watching(self._stream, self._engine.cancel) as call:
            answer = self._perform(request, call)
        if call.is_interrupted:
            self._recover(_cancelled())
        elif isinstance(request.call, UnreadableCall) and not self._pipeline.is_open:
            self._recover(request.call.error)  # only in a pipeline is it known where the rest of the message ends
        else:
            if isinstance(request.call, UnreadableCall):
                message.skip()
            send_answer(self._stream, answer)
        if self._is_over:
            raise ConnectionCutError

    def _perform(self, request: Request, running: RunningCall) -> bytes:
        sql = self._cursors.sql_of(request.call)
        try:
            for piggyback in request.piggybacks:
                self._apply(piggyback)
            with (
                self._pipeline.operation(ends=request.call is Command.PIPELINE_END),
                self._injector.at(points_of(request.call, sql), sql, running),
            ):
                return self._call(request.call)
        except ConnectionCutError:
            raise
        except Exception as exception:  # noqa: BLE001 - outermost frame: a defect of ours reaches the client as an error
            return self._error(_as_oracle_error(exception))

    def _apply(self, piggyback: Piggyback) -> None:
        match piggyback:
            case CloseCursors():
                self._cursors.close(piggyback.cursor_ids)
            case FreeLobs():
                self._lobs.free(piggyback.locators)
            case SetSchema():
                self._engine.current_schema = folded_name(piggyback.schema)
            case SetEndToEnd():
                self._engine.set_client_attributes(
                    module=piggyback.module,
                    action=piggyback.action,
                    client_identifier=piggyback.client_identifier,
                    client_info=piggyback.client_info,
                )
            case BeginPipeline():
                self._pipeline.begin(aborts_on_error=piggyback.aborts_on_error)
            case SessionState():
                pass  # a pool's hint where requests begin and end: nothing to do

    def _call(self, call: Call) -> bytes:
        if isinstance(call, DirectPathPrepare | DirectPathStream | DirectPathEnd):
            return self._direct_path.answer(call) + write_status(is_in_transaction=False)
        self._direct_path.abort()  # the client has begun something else
        match call:
            case UnreadableCall(error):
                raise error
            case Execute():
                return self._execute(call)
            case Fetch():
                return self._cursors.fetch(call)
            case LobOp():
                return self._lobs.answer(call, is_in_transaction=self._engine.is_in_transaction)
            case ChangePassword():
                change_password(self._service.database, self._login, call)
            case Command():
                self._command(call)
        return write_status(is_in_transaction=self._engine.is_in_transaction)

    def _command(self, command: Command) -> None:
        match command:
            case Command.COMMIT:
                self._engine.commit()
            case Command.ROLLBACK:
                self._engine.rollback()
            case Command.PING:
                self._engine.ping()
            case Command.LOGOFF | Command.PIPELINE_END:
                pass

    def _execute(self, request: Execute) -> bytes:
        answer = self._cursors.execute(request)
        if self._cursors.has_failed:
            self._pipeline.fail()
        return answer

    def _recover(self, error: OracleError) -> None:
        """Tell the client of an error when the two are no longer in step."""
        reset(self._stream)
        send_answer(self._stream, self._error(error))

    def _error(self, error: OracleError) -> bytes:
        self._is_over = error.code in _SESSION_ENDS
        return write_error(Outcome(self._engine.is_in_transaction, error=error), self._capabilities)


def _cancelled() -> OracleError:
    return OracleError(1013, "user requested cancel of current operation")


def _as_oracle_error(exception: Exception) -> OracleError:
    if isinstance(exception, OracleError):
        return exception
    if isinstance(exception, RecursionError):
        return UnsupportedError("a statement that is nested as deeply as this one")
    _logger.error("internal error", exc_info=exception)
    return OracleError(604, f"error occurred at recursive SQL level 1: {type(exception).__name__}: {exception}")
