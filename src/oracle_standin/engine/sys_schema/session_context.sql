-- SYS_CONTEXT and USERENV. Source: SQL Language Reference, SYS_CONTEXT, "Predefined Parameters of Namespace USERENV".

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- The session's parameters that its client has set or that belong to the account.
CREATE FUNCTION session_context(parameter text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE parameter
    WHEN 'MODULE' THEN s.module
    WHEN 'ACTION' THEN s.action
    WHEN 'CLIENT_IDENTIFIER' THEN s.client_identifier
    WHEN 'CLIENT_INFO' THEN s.client_info
    WHEN 'CLIENT_PROGRAM_NAME' THEN s.program
    WHEN 'OS_USER' THEN s.os_user
    WHEN 'HOST' THEN s.machine
    WHEN 'TERMINAL' THEN s.terminal
    WHEN 'NETWORK_PROTOCOL' THEN s.protocol
    WHEN 'SESSION_USERID' THEN (SELECT user_id FROM "SYS".users WHERE username = "SYS".setting('user'))::varchar
    WHEN 'CURRENT_SCHEMAID' THEN (SELECT user_id FROM "SYS".users WHERE username = "SYS".setting('current_schema'))::varchar
    ELSE coalesce(s.service_name, 'FREEPDB1')
  END
  FROM (SELECT) AS one LEFT JOIN "SYS".sessions s ON s.sid = "SYS".setting('sid')::int
$$;

CREATE FUNCTION "SYS_CONTEXT"(namespace text, parameter text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  name text := upper(parameter);
BEGIN
  IF upper(namespace) <> 'USERENV' THEN
    RETURN NULL;
  END IF;
  CASE
    WHEN name IN ('SESSION_USER', 'CURRENT_USER', 'AUTHENTICATED_IDENTITY') THEN RETURN setting('user');
    WHEN name = 'CURRENT_SCHEMA' THEN RETURN setting('current_schema');
    WHEN name IN ('SID', 'SESSIONID') THEN RETURN setting('sid');
    WHEN name IN ('MODULE', 'ACTION', 'CLIENT_IDENTIFIER', 'CLIENT_INFO', 'CLIENT_PROGRAM_NAME', 'OS_USER', 'HOST', 'TERMINAL',
      'NETWORK_PROTOCOL', 'SESSION_USERID', 'CURRENT_SCHEMAID', 'DB_NAME', 'CON_NAME', 'SERVICE_NAME')
      THEN RETURN session_context(name);
    WHEN name = 'CURRENT_USERID' THEN RETURN session_context('SESSION_USERID');
    WHEN name IN ('NLS_DATE_FORMAT', 'NLS_TERRITORY', 'NLS_CURRENCY', 'NLS_CALENDAR', 'NLS_DATE_LANGUAGE', 'NLS_SORT')
      THEN RETURN setting(lower(name));
    WHEN name = 'LANGUAGE' THEN RETURN 'AMERICAN_AMERICA.AL32UTF8';
    WHEN name = 'LANG' THEN RETURN 'US';
    WHEN name IN ('SESSION_EDITION_NAME', 'CURRENT_EDITION_NAME') THEN RETURN 'ORA$BASE';
    WHEN name IN ('INSTANCE_NAME', 'CDB_NAME', 'DB_UNIQUE_NAME') THEN RETURN 'STANDIN';
    WHEN name = 'INSTANCE' THEN RETURN '1';
    WHEN name IN ('CON_ID', 'FG_JOB_ID') THEN RETURN '0';
    WHEN name = 'SERVER_HOST' THEN RETURN 'localhost';
    WHEN name = 'DATABASE_ROLE' THEN RETURN 'PRIMARY';
    WHEN name IN ('ISDBA', 'IS_APPLY_SERVER') THEN RETURN 'FALSE';
    WHEN name IN ('IS_APPLICATION_ROOT', 'IS_APPLICATION_PDB') THEN RETURN 'NO';
    WHEN name = 'AUTHENTICATION_METHOD' THEN RETURN 'PASSWORD';
    WHEN name = 'IDENTIFICATION_TYPE' THEN RETURN 'LOCAL';
    WHEN name = 'PLATFORM_SLASH' THEN RETURN '/';
    WHEN name = 'SESSION_DEFAULT_COLLATION' THEN RETURN 'USING_NLS_COMP';
    WHEN name IN ('PROXY_USER', 'PROXY_USERID', 'PROXY_ENTERPRISE_IDENTITY', 'ENTERPRISE_IDENTITY', 'GLOBAL_UID', 'DB_DOMAIN', 'CDB_DOMAIN',
      'BG_JOB_ID', 'DBLINK_INFO', 'POLICY_INVOKER', 'SCHEDULER_JOB', 'AUTHENTICATION_DATA', 'CURRENT_BIND', 'CURRENT_SQL', 'LDAP_SERVER_TYPE')
      OR (name = 'CLOUD_SERVICE' AND profile_name() <> 'adb') THEN RETURN NULL;
    WHEN name IN ('AUDITED_CURSORID', 'CLOUD_SERVICE', 'CURRENT_EDITION_ID', 'CURRENT_SQL_LENGTH', 'DB_SUPPLEMENTAL_LOG_LEVEL', 'DRAIN_STATUS',
      'ENTRYID', 'GLOBAL_CONTEXT_MEMORY', 'IP_ADDRESS', 'ORACLE_HOME', 'PID', 'SESSION_EDITION_ID', 'STANDBY_MAX_DATA_DELAY', 'STATEMENTID',
      'UNIFIED_AUDIT_SESSIONID') THEN
      PERFORM raise(3001, format('unimplemented feature: oracle_standin does not support %s of USERENV', name));
    ELSE PERFORM raise(2003, 'invalid USERENV parameter');
  END CASE;
  RETURN NULL;
END $$;

CREATE FUNCTION "USERENV"(parameter text) RETURNS text LANGUAGE sql STABLE STRICT AS
$$ SELECT "SYS_CONTEXT"('USERENV', parameter) $$;
