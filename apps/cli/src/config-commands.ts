// `chappe config check` and `chappe config show`.
import { formatProblem, loadConfig, showConfig } from '@chappe/homeserver/config'
import type { Config } from '@chappe/homeserver/config'

import { CommandError } from './command-error.ts'

/** Which file; CHAPPE_CONFIG names it where the option does not. */
export interface SourceOptions {
  readonly config?: string
}

/** The configuration the server would use, or a `CommandError` with every problem on a line. */
export function readConfig(options: SourceOptions): Config {
  const file = options.config ?? process.env['CHAPPE_CONFIG']
  const result = loadConfig({ env: process.env, flags: {}, ...(file === undefined ? {} : { file }) })
  if ('problems' in result) throw new CommandError(result.problems.map(formatProblem).join('\n'))
  for (const warning of result.warnings) console.error(`${formatProblem(warning)}, left aside`)
  return result.config
}

/** Says that all is well, or throws with what is not. */
export function checkConfig(options: SourceOptions): void {
  const config = readConfig(options)
  console.log(`the configuration is in order (server name ${config.serverName}, profile ${config.profile})`)
}

/** Prints every key with its value. */
export function showWholeConfig(options: SourceOptions): void {
  for (const row of showConfig(readConfig(options))) console.log(`${row.key}: ${row.value}`)
}
