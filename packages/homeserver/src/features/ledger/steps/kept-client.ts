// One connection out of a pool that is kept for what is written all the time: taking one and giving it back costs more than
// the statement does here.
import type pg from 'pg'

/** A connection that is there when it is needed. */
export interface KeptClient {
  /** Runs a statement on it. One that fails gives the connection up; the next one is on another. */
  run<T>(statement: (client: pg.PoolClient) => Promise<T>): Promise<T>
  /** Gives it back. */
  release(): void
}

/** Takes one when it is first needed, and another when it was lost. */
export function keepClient(pool: pg.Pool): KeptClient {
  let kept: pg.PoolClient | undefined

  function drop(client: pg.PoolClient, isBroken: boolean): void {
    if (kept !== client) return
    kept = undefined
    client.release(isBroken)
  }

  async function take(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    kept = client
    const lost = (): void => drop(client, true)
    client.once('error', lost)
    client.once('end', lost)
    return client
  }

  return {
    async run(statement) {
      const client = kept ?? (await take())
      try {
        return await statement(client)
      } catch (error) {
        drop(client, true)
        throw error
      }
    },
    release() {
      if (kept !== undefined) drop(kept, false)
    },
  }
}
