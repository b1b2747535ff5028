import { startChappe } from '../targets/chappe.ts'
import { replay } from './replay.ts'
import { sizesAt } from './sizes.ts'
import { MANNERS } from './intruder.ts'
const target = await startChappe({ name: 'A', folder: `${process.argv[4] ?? "/tmp/replay-try"}`, args: [] })
try {
  const raided = await replay({ target, say: (t) => console.error(t) }, sizesAt(Number(process.argv[2] ?? 0.01)), process.argv[3] === "build" ? [] : MANNERS)
  for (const r of raided) console.log(r.manner, r.loot, r.raidMs, r.containMs, r.truth.intruder.events.size, r.truth.intruder.people.size, r.truth.intruder.files.size, r.truth.owner.events.size)
} finally { await target[Symbol.asyncDispose]() }
