// Writes docs/conformance.md: each criterion, how it was looked at, and what was found.
import type { Criterion, How } from './criteria.ts'
import { CRITERIA } from './criteria.ts'
import { keyboard } from './keyboard.ts'
import { PROBES } from './probes.ts'
import { createHelpProbe, STATUS_SAYS } from './stories.ts'
import type { Evidence } from './walk.ts'
import { WAYS } from './walk.ts'

/** Where it stands. */
export const CONFORMANCE_FILE = 'docs/conformance.md'

const ALL: readonly { id: string; says: string }[] = [...PROBES, keyboard, createHelpProbe(), { id: 'status', says: STATUS_SAYS }]

/** Criteria that the evidence says are not met beside those that are known. */
export function newFailures({ findings }: Evidence): string[] {
  const known = new Set(CRITERIA.filter(({ fails }) => fails !== undefined).map(({ number }) => number))
  return findings.filter(({ criterion }) => !known.has(criterion)).map(({ criterion, screen, what, probe }) => `${criterion} (${probe}) ${screen}: ${what}`)
}

/** The row of a criterion without what was found: what a test compares. */
export function planOf({ number, name, level, rgaa, how }: Criterion): string {
  return `| ${number} | ${level} | ${name} | ${rgaa} | ${wordHow(how)} |`
}

function wordHow(how: How): string {
  if (how.kind === 'not applicable') return `not applicable: ${how.note}`
  if (how.kind === 'by hand') return `by hand: ${how.note}`
  if (how.kind === 'journeys') return `automated by the journeys ${how.by.map((each) => `\`${each}\``).join(', ')}: ${how.note}`
  return `automated by ${how.by.map((each) => `\`${each}\``).join(', ')}${how.note === undefined ? '' : `. ${how.note}`}`
}

function resultOf({ number, how, fails }: Criterion, { findings }: Evidence): string {
  const found = findings.filter(({ criterion }) => criterion === number).length
  if (fails !== undefined) return `**not met**: ${fails}`
  if (found > 0) return `**not met**: ${found} findings below`
  return how.kind === 'not applicable' ? '-' : 'met'
}

/** The document. `day`: when the evidence was gathered, as `2026-11-30`; `browser`: in which. */
export function writeConformance(evidence: Evidence, { day, browser }: { day: string; browser: string }): string {
  const count = (kind: How['kind']): number => CRITERIA.filter(({ how }) => how.kind === kind).length
  const failed = CRITERIA.filter((each) => resultOf(each, evidence).startsWith('**'))
  return `# How accessible it is, criterion by criterion

The success criteria of WCAG 2.2, levels A and AA, for the messenger, the desk and the pages to sign in on; gathered on ${day} in ${browser} by

\`\`\`
node tools/bin/run.mjs e2e/src/conformance.ts
\`\`\`

which starts a server with a ministry in it, walks its screens in a real browser and writes this page. EN 301 549 V3.2.1 asks for the criteria
of WCAG 2.1 in its chapter 9; the column RGAA names those of RGAA 4.1.2 that go with each. **This is no audit**: no person with a
disability and no screen reader took part, so that French law calls the service not compliant until somebody has audited it
([statement](guide/configuration.md), \`accessibility.degree\`; [decision 0093](decisions/0093-say-how-accessible-it-is-from-evidence.md)).

Of ${CRITERIA.length} criteria ${count('automated') + count('journeys')} are looked at by machine each time, ${count('by hand')} were by hand, ${count('not applicable')} have nothing that they are about; ${failed.length === 0 ? 'none' : failed.map(({ number }) => number).join(', ')} ${failed.length === 1 ? 'is' : 'are'} known not to be met.
What a machine finds is a part of each criterion: that an alternative is there, not that it is a good one.
\`e2e/tests/conformance.test.ts\` holds this page to the table in the code, the statement to this page, and looks with every probe at some screens of each kind.

| Criterion | Level | Name | RGAA | How | Result |
|---|---|---|---|---|---|
${CRITERIA.map((each) => `${planOf(each)} ${resultOf(each, evidence)} |`).join('\n')}

## The probes

| Probe | What it looks at | Times | Things |
|---|---|---|---|
${ALL.map(({ id, says }) => `| \`${id}\` | ${says} | ${evidence.looked.get(id)?.screens ?? 0} | ${evidence.looked.get(id)?.things ?? 0} |`).join('\n')}

Ways of looking: ${WAYS.map(({ name }) => name).join('; ')}; the probe \`forced-colors\` has the machine give the colors. All but \`axe\`, \`contrast\` and \`signs\` look in the first of them.

## The screens

${[...evidence.screens].map((each) => `- ${each}`).join('\n')}

## What was found

${evidence.findings.length === 0 ? 'Nothing beside what is named in the table.' : [...new Set(evidence.findings.map(({ criterion, screen, what }) => `- ${criterion}, ${screen}: ${what.replaceAll('|', '\\|')}`))].slice(0, FOUND_MAX).join('\n')}
`
}

/** More are not written down. */
const FOUND_MAX = 200
