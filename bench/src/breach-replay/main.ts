// The command `npm run bench -- breach-replay`: the breach at full size or at a share of it.

import { readMachineFacts, type MachineFacts } from '../measure/machine.ts'
import type { Target } from '../targets/target.ts'
import { isWhole } from './compare.ts'
import { MANNERS } from './intruder.ts'
import { replay, type Raided } from './replay.ts'
import { sizesAt } from './sizes.ts'

/** What came out, for the result file. */
export interface ReplayResult {
  benchmark: 'breach-replay'
  startedAt: string
  scale: number
  machine: MachineFacts
  sizes: ReturnType<typeof sizesAt>
  raids: Raided[]
  /** Whether the record names everything that left, in each raid. */
  isWhole: boolean
}

/** Runs the replay on a Chappe that the bench started. */
export async function runReplay(target: Target, { scale, say }: { scale: number; say: (text: string) => void }): Promise<ReplayResult> {
  const sizes = sizesAt(scale)
  const startedAt = new Date().toISOString()
  const raids = await replay({ target, say }, sizes, MANNERS)
  return { benchmark: 'breach-replay', startedAt, scale, machine: readMachineFacts(), sizes, raids, isWhole: raids.every(({ intruder, owner }) => isWhole(intruder) && isWhole(owner)) }
}

/** The result as lines for people. */
export function printReplay({ raids, sizes }: ReplayResult): string {
  const lines = [`${sizes.accounts} accounts, ${sizes.rooms} open rooms, ${sizes.messages} messages, ${sizes.files} files (${sizes.fileBytes} bytes), ${sizes.people} people`]
  for (const raid of raids) {
    const { intruder, owner } = raid
    lines.push(
      `${raid.manner}: ${raid.loot.rooms} rooms, ${raid.loot.events} events, ${raid.loot.files} files in ${Math.round(raid.raidMs)} ms`,
      `  contained in ${Math.round(raid.containMs)} ms; report in ${Math.round(raid.reportMs)} ms, ${raid.totals.rows} rows of ${raid.rowBytes} bytes; pages of the desk at most ${Math.round(raid.slowestPageMs)} ms; archive ${raid.archiveBytes ?? 'none'} bytes`,
      ...Object.entries({ events: intruder.events, people: intruder.people, files: intruder.files, rooms: intruder.rooms, 'events of the owner': owner.events })
        .map(([what, { left, named, besides, missed }]) => `  ${what}: ${left} left, ${share(named, left)} in the record, ${besides} besides${missed.length === 0 ? '' : `, not ${missed.join(' ')}`}`),
      `  the report's sum is ${intruder.isSumExact ? 'exactly' : 'NOT'} what left; files of which it says too little: ${intruder.filesShort}`,
    )
  }
  return lines.join('\n')
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(3)} %`
}
