// The tree as it stands, against every rule that reads it.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tidyRules } from './tidy.ts'
import { printFinding, readTree } from './tree.ts'

const tree = readTree(join(import.meta.dirname, '../..'))

describe('the repository is tidy', () => {
  test.each(Object.entries(tidyRules))('%s', (_name, rule) => {
    expect(rule(tree).map(printFinding)).toEqual([])
  })
})
