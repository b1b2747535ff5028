// Faults that the database itself plays: triggers that refuse, or that wait until the test lets them go on.
import type { TestDatabase } from '@chappe/testkit'
import pg from 'pg'

/** Refuses inserts into a table with an SQLSTATE until it is disposed. `when` is an SQL condition on `NEW`. */
export async function refuseInserts(database: TestDatabase, table: string, options: { sqlstate: string; when?: string }): Promise<AsyncDisposable> {
  await database.query(`CREATE OR REPLACE FUNCTION fault_refuse_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'a fault of the test' USING ERRCODE = '${options.sqlstate}'; END $$`)
  await database.query(`CREATE TRIGGER fault_refuse BEFORE INSERT ON ${table} FOR EACH ROW
    ${options.when === undefined ? '' : `WHEN (${options.when})`} EXECUTE FUNCTION fault_refuse_${table}()`)
  return {
    async [Symbol.asyncDispose]() {
      await database.query(`DROP TRIGGER fault_refuse ON ${table}`)
    },
  }
}

/** Inserts that wait in the middle of their statement. */
export interface HeldInserts extends AsyncDisposable {
  /** Resolves when an insert waits. */
  waiting(): Promise<void>
  /** Lets every insert go on, now and later. */
  release(): Promise<void>
}

const LOCK = 4711

/** Holds inserts into a table. */
export async function holdInserts(database: TestDatabase, table: string): Promise<HeldInserts> {
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query('SELECT pg_advisory_lock($1)', [LOCK])
  await database.query(`CREATE OR REPLACE FUNCTION fault_hold_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock_shared(${LOCK}); RETURN NEW; END $$`)
  await database.query(`CREATE TRIGGER fault_hold BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION fault_hold_${table}()`)
  let released = false
  async function release(): Promise<void> {
    if (released) return
    released = true
    await holder.end()
  }
  return {
    async waiting() {
      for (let tries = 0; tries < 1000; tries += 1) {
        const rows = await database.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = ${LOCK}
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
        if (rows.length > 0) return
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      throw new Error(`no insert into ${table} waits`)
    },
    release,
    async [Symbol.asyncDispose]() {
      await release()
      await database.query(`DROP TRIGGER fault_hold ON ${table}`)
    },
  }
}
