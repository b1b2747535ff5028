// What is asked for at every sign-in stays parsed in its connection; what is not marked does not.
import { freshDatabase } from '@chappe/testkit'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { KEPT } from '../src/db/kept.ts'
import { openDatabase } from '../src/db/pool.ts'

vi.setConfig({ testTimeout: 60_000 })

test('a marked statement is parsed once for each connection and answers as any other', async () => {
  await using database = await freshDatabase()
  const { db, close } = openDatabase(database.url, { max: 1 })
  const kept = async (value: number) => (await sql<{ twice: number }>`${sql.raw(KEPT)} SELECT ${value}::int * 2 AS twice`.execute(db)).rows[0]?.twice
  const other = async (value: number) => (await sql<{ half: number }>`SELECT ${value}::int / 2 AS half`.execute(db)).rows[0]?.half
  expect([await kept(1), await kept(21), await other(8)]).toEqual([2, 42, 4])
  await expect(sql`${sql.raw(KEPT)} SELECT ${'no number'}::int`.execute(db)).rejects.toThrow('invalid input syntax')
  expect(await kept(4)).toBe(8)
  const { rows } = await sql<{ statement: string }>`SELECT statement FROM pg_prepared_statements ORDER BY prepare_time`.execute(db)
  expect(rows.map(({ statement }) => statement)).toEqual([`${KEPT} SELECT $1::int * 2 AS twice`, `${KEPT} SELECT $1::int`])
  await close()
})
