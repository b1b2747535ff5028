// `npm run --silent list-code`: builds the apps of this checkout where that is needed, and prints the list of what a server of it serves.
import { printCodeList } from '@chappe/contract'
import { listCode } from '../code-list.ts'
import { prepareWebApps, WEB_APPS } from '../web-apps.ts'

const failures: unknown[] = []
await prepareWebApps({ url: '', say: (line) => console.error(line), warn: (error) => failures.push(error) })
if (failures.length > 0) throw new AggregateError(failures, 'the apps could not be built')
process.stdout.write(printCodeList(listCode(WEB_APPS)))
