// All rules that read the tree itself.
import { checkClock } from './rules/clock.ts'
import { checkContracts } from './rules/contracts.ts'
import { checkEndpointTable } from './rules/endpoint-table.ts'
import { checkLimits, type Ratchet } from './rules/limits.ts'
import { checkManifests } from './rules/manifests.ts'
import { checkMarks } from './rules/marks.ts'
import { checkMigrations } from './rules/migrations.ts'
import { checkPure } from './rules/pure.ts'
import { checkSql } from './rules/sql.ts'
import type { Finding, Tree } from './tree.ts'

/** The list of known excesses over the limits; entries only ever go away or get smaller. */
export const ratchetFile = 'tools/tidy-ratchet.json'

/** The rules by name. */
export const tidyRules: Readonly<Record<string, (tree: Tree) => Finding[]>> = {
  'limits of size': (tree) => checkLimits(tree, readRatchet(tree)),
  'contracts have a spec link, a route and a test': checkContracts,
  'the table of endpoints is as the contract': checkEndpointTable,
  'migrations are numbered once and unchanged': checkMigrations,
  'workspaces declare what they import': checkManifests,
  'SQL stands in stores': checkSql,
  'time comes from deps': checkClock,
  'pure packages name no platform': checkPure,
  'comments carry two marks only': checkMarks,
}

function readRatchet(tree: Tree): Ratchet[] {
  return tree.files.includes(ratchetFile) ? (JSON.parse(tree.read(ratchetFile)) as Ratchet[]) : []
}
