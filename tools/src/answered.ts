// Which operations of the specification some test was answered by with success, and which by none. The test processes
// write down what they saw (hold-answers.ts); a whole run is compared with the contract at its end.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allEndpoints } from '@chappe/contract'
import { createAnswerCheck } from '@chappe/testkit/specification'

/** Operations that answer nobody with success, by the reason. */
const WITHOUT_SUCCESS: Readonly<Record<string, readonly string[]>> = {
  'the old anonymous way to files, which is closed': ['getContent', 'getContentOverrideName', 'getContentThumbnail'],
  'there is no identity server, and no telephone number is kept or proved': [
    'bind3PID',
    'inviteBy3PID',
    'post3PIDs',
    'requestTokenTo3PIDMSISDN',
    'requestTokenToRegisterMSISDN',
    'requestTokenToResetPasswordMSISDN',
  ],
  'there is no identity provider behind the server, and it is none for others': ['getAuthMetadata', 'redirectToIdP', 'redirectToSSO'],
}

/** Has the test processes write down what they saw; gives back the file, which goes with this process. */
export function gatherAnswered(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-answered-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'operations.txt')
  process.env['CHAPPE_TEST_ANSWERED'] = file
  return file
}

/** Operations of the contract that no test of the run was answered by; none where the specification is not here. */
export function unansweredOperations(file: string): string[] {
  const check = createAnswerCheck()
  if (check === undefined) return []
  const keyOf = (method: string, path: string): string => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`
  const byKey = Map.groupBy(check.operations, (each) => keyOf(each.method, each.path))
  const specified = allEndpoints.flatMap(({ method, path }) => byKey.get(keyOf(method, path)) ?? []).map((each) => each.operation)
  const seen = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
  const excepted = new Set(Object.values(WITHOUT_SUCCESS).flat())
  return specified.filter((operation) => !seen.has(operation) && !excepted.has(operation)).toSorted()
}
