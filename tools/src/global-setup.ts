// Before any test: one PostgreSQL for the whole run, handed on as `CHAPPE_TEST_DATABASE_URL`, the URL of a user who
// may create databases. testkit makes a fresh database in it for each test file.
import type { TestProject } from 'vitest/node'
import { startTestDatabase } from './test-database.ts'

/** Workspaces whose tests never speak to a database. */
const withoutDatabase = /^(\.\/)?(packages\/(core|contract|policy|markings|ledger|ui)|tools)\b/

/** Starts the database unless one is named or the chosen tests need none; returns what stops it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env['CHAPPE_TEST_DATABASE_URL']) return undefined
  // vitest keeps the chosen paths to itself; a word that is no path only costs a database that nobody uses.
  const words = process.argv.slice(2).filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'watch')
  const chosen = await project.vitest.getRelevantTestSpecifications(words)
  const files = chosen.map((each) => each.moduleId.slice(project.config.root.length + 1))
  if (files.length > 0 && files.every((file) => withoutDatabase.test(file))) return undefined
  const database = await startTestDatabase()
  process.env['CHAPPE_TEST_DATABASE_URL'] = database.url
  return () => database.stop()
}
