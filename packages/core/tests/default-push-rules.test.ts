// The default push rules beside the specification's own example of them.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { defaultPushRules } from '../src/index.ts'

const shared = process.env.CHAPPE_SHARED ?? resolve(import.meta.dirname, '../../../../shared')
const example = resolve(shared, 'spec/event-schemas/examples/m.push_rules.yaml')

interface Rule {
  rule_id: string
  conditions: Record<string, unknown>[]
}

const sorted = (conditions: readonly object[] = []): string[] =>
  conditions.map((condition) => Object.entries(condition).map(String).toSorted().join()).toSorted()

test.skipIf(!existsSync(example))("each rule of the specification's example has the conditions that it has there", () => {
  // The example is JSON, which is YAML; its actions and places are those of an older version.
  const { content } = JSON.parse(readFileSync(example, 'utf8')) as { content: { global: Record<string, Rule[]> } }
  const ours = new Map(Object.values(defaultPushRules('@alice:example.com')).flat().map((rule) => [rule.rule_id, rule]))
  const theirs = Object.values(content.global).flat()
  expect(theirs.length).toBeGreaterThan(5)
  for (const { rule_id: id, conditions } of theirs) expect([id, sorted(ours.get(id)?.conditions)]).toEqual([id, sorted(conditions)])
})
