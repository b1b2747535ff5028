// A process of an installation and nothing more: it takes a lease, and says so. Started by `neighbours.test.ts`.
import { openFence } from '../src/processes/fence.ts'

const [databaseUrl = '', processId = ''] = process.argv.slice(2)
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
await openFence({ databaseUrl, processId, role: 'reader', internalAddress: '', logger })
process.stdout.write('serving\n')
// What keeps a process busy may not keep it alive by itself: this does.
setInterval(() => undefined, 1_000)
