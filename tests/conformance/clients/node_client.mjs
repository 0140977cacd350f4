// What node-oracledb, unmodified and in thin mode, sees of a server: one line of JSON on stdout.
import oracledb from "oracledb";

const [connectString, user, password] = process.argv.slice(2);
const seen = {};

async function note(name, look) {
  try {
    seen[name] = await look();
  } catch (error) {
    seen[name] = `error ${error.code ?? ""} ${error.message.split("\n")[0]}`;
  }
}

const connection = await oracledb.getConnection({ connectString, user, password });
const one = async (sql, binds = [], options = {}) => connection.execute(sql, binds, options);
const moment = new Date(Date.UTC(2024, 0, 31, 10, 20, 30, 123));

await note("wrong password", () => oracledb.getConnection({ connectString, user, password: "wrong" }));
await note("wrong service", () =>
  oracledb.getConnection({ connectString: connectString.replace(/\/.*/, "/nowhere"), user, password }));
await note("ping", async () => (await connection.ping()) ?? "answered");
await note("create", async () => (await one("CREATE TABLE n (id NUMBER PRIMARY KEY, name VARCHAR2(20), at TIMESTAMP, doc CLOB)")).rowsAffected ?? 0);
await note("insert", async () => (await one("INSERT INTO n VALUES (:1, :2, :3, :4)", [1, "ä", moment, "x".repeat(100000)])).rowsAffected);
await note("insert many", async () => {
  const rows = [[2, "b"], [1, "twice"], [3, null]];
  const result = await connection.executeMany("INSERT INTO n (id, name) VALUES (:1, :2)", rows, { batchErrors: true, dmlRowCounts: true });
  return [result.rowsAffected, result.batchErrors.map((error) => [error.offset, error.message.slice(0, 9)]), result.dmlRowCounts];
});
await note("commit", async () => (await connection.commit()) ?? "done");
await note("rows", async () => (await one("SELECT id, name, at FROM n ORDER BY id")).rows);
await note("CLOB as locator", async () => (await (await one("SELECT doc FROM n WHERE id = 1")).rows[0][0].getData()).length);
await note("CLOB as text", async () => (await one("SELECT doc FROM n WHERE id = 1", [], { fetchInfo: { DOC: { type: oracledb.STRING } } })).rows[0][0].length);
await note("merge", async () => (await one("MERGE INTO n USING dual ON (n.id = :id) WHEN MATCHED THEN UPDATE SET name = 'm'", { id: 1 })).rowsAffected);
await note("returning", async () => (await one("UPDATE n SET name = :name WHERE id = 1 RETURNING name INTO :old", { name: "r", old: { dir: oracledb.BIND_OUT, type: oracledb.STRING } })).outBinds);
await note("block", async () => (await one("BEGIN :twice := :value * 2; END;", { value: 21, twice: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER } })).outBinds);
await note("call timeout", async () => {
  connection.callTimeout = 300;
  try {
    return await one("BEGIN DBMS_SESSION.SLEEP(20); END;");
  } finally {
    connection.callTimeout = 0;
  }
});
await note("after the timeout", async () => (await one("SELECT 1 FROM dual")).rows);
await note("rollback", async () => (await connection.rollback()) ?? "done");
await note("direct path", async () => {
  await connection.directPathLoad(user, "N", ["ID", "NAME"], [[7, "seven"], [8, "eight"]]);
  return (await one("SELECT id, name FROM n WHERE id > 3 ORDER BY id")).rows;
});
await note("missing table", () => one("SELECT * FROM nowhere"));
await note("pool", async () => {
  const pool = await oracledb.createPool({ connectString, user, password, poolMin: 1, poolMax: 2 });
  const pooled = await pool.getConnection();
  const { rows } = await pooled.execute("SELECT user FROM dual");
  await pooled.close();
  await pool.close(0);
  return rows;
});
await connection.close();
console.log(JSON.stringify(seen));
