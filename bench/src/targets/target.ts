// A homeserver under measurement: given by URL, or started by the bench.

import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '../http/connection.ts'
import { parseAddress, type Address } from '../http/request.ts'
import type { ProcessOwners } from '../measure/cpu.ts'

export interface Target extends AsyncDisposable {
  /** Short name for tables: `A`, `chappe`, `synapse`. */
  name: string
  url: string
  address: Address
  /** Pids may change with a restart, so they are asked for each time. */
  owners(): ProcessOwners
  sharedSecret: string | undefined
  /** Folder that outlives the run, for populations. */
  folder: string | undefined
  /** Present when the bench started the server. */
  lifecycle: Lifecycle | undefined
}

export interface Lifecycle {
  /** Ends the server: by SIGTERM, waiting for its end, or by SIGKILL. Its database stays if it is a process apart. */
  stop: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>
  /** Starts the process; returns at once, use `waitForAnswer`. */
  start: () => Promise<void>
}

/** A server that somebody else started. */
export function createUrlTarget(options: {
  name: string, url: string, remoteAllowed: boolean, folder: string | undefined, sharedSecret: string | undefined
  serverPid: number | undefined, databasePid: number | undefined
}): Target {
  const owners: ProcessOwners = {
    ...(options.serverPid === undefined ? {} : { serverPid: options.serverPid }),
    ...(options.databasePid === undefined ? {} : { databasePid: options.databasePid }),
  }
  return {
    name: options.name,
    url: options.url,
    address: parseAddress(options.url, options.remoteAllowed),
    owners: () => owners,
    sharedSecret: options.sharedSecret,
    folder: options.folder,
    lifecycle: undefined,
    async [Symbol.asyncDispose]() { /* not ours to stop */ },
  }
}

/**
 * Asks `/_matrix/client/versions` until it answers 200; returns the milliseconds since `since` (performance.now()).
 * Throws after `limitMs`. Asks every 2 ms, which is the error of the figure.
 */
export async function waitForAnswer(address: Address, since: number, limitMs = 120_000): Promise<number> {
  for (;;) {
    const status = await askVersions(address)
    const elapsed = performance.now() - since
    if (status === 200) return elapsed
    if (elapsed > limitMs) throw new Error(`${address.host}:${address.port} does not answer`)
    await sleep(2)
  }
}

/** Status of one answer on a connection of its own; 0 without one. */
async function askVersions(address: Address): Promise<number> {
  const connection = new Connection(address)
  const status = await connection.request({ method: 'GET', path: '/_matrix/client/versions' })
    .then((response) => response.status, () => 0)
  connection[Symbol.dispose]()
  return status
}
