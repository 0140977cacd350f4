"""DBMS_APPLICATION_INFO, DBMS_SESSION, DBMS_UTILITY: what a session says of itself."""

from oracle_standin.engine.plsql.packages.procedures import PackageState, Parameter, Procedure, Texts, output
from oracle_standin.sql.types import Kind


def _set_module(state: PackageState, texts: Texts) -> Texts:
    state.session.set_client_attributes(module=texts["MODULE_NAME"] or "", action=texts["ACTION_NAME"] or "")
    return {}


def _set_action(state: PackageState, texts: Texts) -> Texts:
    state.session.set_client_attributes(action=texts["ACTION_NAME"] or "")
    return {}


def _set_client_info(state: PackageState, texts: Texts) -> Texts:
    state.session.set_client_attributes(client_info=texts["CLIENT_INFO"] or "")
    return {}


def _set_identifier(state: PackageState, texts: Texts) -> Texts:
    state.session.set_client_attributes(client_identifier=texts["CLIENT_ID"] or "")
    return {}


def _clear_identifier(state: PackageState, _: Texts) -> Texts:
    state.session.set_client_attributes(client_identifier="")
    return {}


def _read_module(state: PackageState, _: Texts) -> Texts:
    attributes = state.session.client_attributes()
    return {"MODULE_NAME": attributes["module"], "ACTION_NAME": attributes["action"]}


def _read_client_info(state: PackageState, _: Texts) -> Texts:
    return {"CLIENT_INFO": state.session.client_attributes()["client_info"]}


def _sleep(state: PackageState, texts: Texts) -> Texts:
    state.session.sleep(texts["SECONDS"] or "0")
    return {}


def _db_version(state: PackageState, _: Texts) -> Texts:
    version = state.session.profile.version_full
    return {"VERSION": version, "COMPATIBILITY": state.session.profile.compatible}


_NAMES = (Parameter("MODULE_NAME"), Parameter("ACTION_NAME"))
PROCEDURES = {
    "DBMS_APPLICATION_INFO.SET_MODULE": Procedure(_NAMES, _set_module),
    "DBMS_APPLICATION_INFO.SET_ACTION": Procedure((Parameter("ACTION_NAME"),), _set_action),
    "DBMS_APPLICATION_INFO.SET_CLIENT_INFO": Procedure((Parameter("CLIENT_INFO"),), _set_client_info),
    "DBMS_APPLICATION_INFO.READ_MODULE": Procedure((output("MODULE_NAME"), output("ACTION_NAME")), _read_module),
    "DBMS_APPLICATION_INFO.READ_CLIENT_INFO": Procedure((output("CLIENT_INFO"),), _read_client_info),
    "DBMS_SESSION.SET_IDENTIFIER": Procedure((Parameter("CLIENT_ID"),), _set_identifier),
    "DBMS_SESSION.CLEAR_IDENTIFIER": Procedure((), _clear_identifier),
    "DBMS_SESSION.SLEEP": Procedure((Parameter("SECONDS", Kind.NUMBER),), _sleep),
    "DBMS_UTILITY.DB_VERSION": Procedure((output("VERSION"), output("COMPATIBILITY")), _db_version),
}
