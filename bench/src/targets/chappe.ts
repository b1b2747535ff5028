// Chappe itself, started as its users start it.

import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseAddress } from '../http/request.ts'
import { createChild, findFreePort } from './child.ts'
import { waitForAnswer, type Target } from './target.ts'

/** Top of the repository. */
export const REPOSITORY = path.resolve(import.meta.dirname, '../../..')

const SECRET_FLAG = '--registration_shared_secret='

/**
 * Starts Chappe in the `matrix` profile without rate limits, `isUnrecorded`: without a ledger, `checkout`: as it is there; its
 * data is removed afterwards unless a folder was given.
 */
export async function startChappe(options: { name: string, folder: string | undefined, args: readonly string[], isUnrecorded?: boolean, checkout?: string | undefined }): Promise<Target> {
  const { checkout = REPOSITORY } = options
  const folder = options.folder ?? await mkdtemp(path.join(os.tmpdir(), 'chappe-bench-'))
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const child = createChild({
    command: process.execPath,
    args: [
      path.join(checkout, options.isUnrecorded === true ? 'bench/src/targets/unrecorded-start.mjs' : 'apps/server/bin/start.mjs'),
      '--profile=matrix', '--rate_limits=off', `--listen=127.0.0.1:${port}`, `--data_dir=${path.join(folder, 'data')}`,
      ...options.args,
    ],
    cwd: checkout,
    logFile: path.join(folder, 'chappe.log'),
  })
  const target: Target = {
    name: options.name,
    url,
    address: parseAddress(url),
    owners() {
      const pid = child.pid()
      return { ...(pid === undefined ? {} : { serverPid: pid }), dataFolder: folder }
    },
    // Where the profile has no open registration, the secret that Chappe was given makes the accounts.
    sharedSecret: options.args.find((arg) => arg.startsWith(SECRET_FLAG))?.slice(SECRET_FLAG.length),
    folder: options.folder,
    lifecycle: { stop: child.stop, start: async () => child.start() },
    async [Symbol.asyncDispose]() {
      await child.stop('SIGTERM')
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
  try {
    child.start()
    await waitForAnswer(target.address, performance.now())
  } catch (error) {
    await child.stop('SIGKILL')
    throw new Error(`Chappe did not start; see ${path.join(folder, 'chappe.log')}`, { cause: error })
  }
  return target
}
