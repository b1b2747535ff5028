// CPU time of the server, of its database and of the generator, apart.

import { findPostmasters, findTree, isPostgres, listProcesses, sumCpuUs } from './processes.ts'

/** Which processes belong to a target. */
export interface ProcessOwners {
  /** The server's first process; its descendants count with it. */
  serverPid?: number
  /** The postmaster, when it is known; else it is searched for. */
  databasePid?: number
  /** A postmaster with its data in this folder belongs to the server. */
  dataFolder?: string
}

/** Microseconds of CPU since the processes began; undefined when the processes are not known. */
export interface CpuReading {
  serverUs: number | undefined
  databaseUs: number | undefined
  generatorUs: number
}

/** Reads all three at one moment. */
export function readCpu(owners: ProcessOwners): CpuReading {
  const all = listProcesses()
  const own = process.cpuUsage()
  const server = owners.serverPid === undefined ? []
    : findTree(all, owners.serverPid, (candidate) => !isPostgres(candidate))
  const database = databasePids(owners).flatMap((pid) => findTree(all, pid))
  return {
    serverUs: server.length === 0 ? undefined : sumCpuUs(server),
    databaseUs: database.length === 0 ? undefined : sumCpuUs(database),
    generatorUs: own.user + own.system,
  }
}

/** The postmasters of a target, as given or as found. */
export function databasePids(owners: ProcessOwners): number[] {
  if (owners.databasePid !== undefined) return [owners.databasePid]
  return findPostmasters(listProcesses(), owners.serverPid, owners.dataFolder)
}

/** What was used between two readings. */
export function subtractCpu(after: CpuReading, before: CpuReading): CpuReading {
  const minus = (a: number | undefined, b: number | undefined): number | undefined =>
    a === undefined || b === undefined ? undefined : a - b
  return {
    serverUs: minus(after.serverUs, before.serverUs),
    databaseUs: minus(after.databaseUs, before.databaseUs),
    generatorUs: after.generatorUs - before.generatorUs,
  }
}

/** Sums readings of several stretches; one that is unknown makes the sum unknown. */
export function addCpu(a: CpuReading, b: CpuReading): CpuReading {
  const plus = (x: number | undefined, y: number | undefined): number | undefined =>
    x === undefined || y === undefined ? undefined : x + y
  return {
    serverUs: plus(a.serverUs, b.serverUs),
    databaseUs: plus(a.databaseUs, b.databaseUs),
    generatorUs: a.generatorUs + b.generatorUs,
  }
}
