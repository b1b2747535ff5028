// Somebody with a stock client, which runs in a process of its own and can be killed like one.
import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Command, Result } from './stock-client.ts'

const CLIENT = fileURLToPath(new URL('./stock-client.ts', import.meta.url))

/** A running stock client. */
export interface StockPerson {
  /** Tells the client to do something and waits for the answer. */
  does(name: string, args?: Record<string, string>): Promise<string>
  /** The same where the answer is a list. */
  lists(name: string, args?: Record<string, string>): Promise<string[]>
  /** `kill -9` of the client. */
  kill(): Promise<void>
}

/** Starts a client process. */
export function startStockPerson(name: string): StockPerson {
  let output = ''
  const child: ChildProcess = fork(CLIENT, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const take = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-20_000)
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const waiting = new Map<number, (result: Result) => void>()
  child.on('message', (result: Result) => {
    waiting.get(result.id)?.(result)
    waiting.delete(result.id)
  })
  let next = 0
  let gone = false
  child.once('exit', () => {
    gone = true
    for (const [id, resolve] of waiting) resolve({ id, error: 'the client has ended' })
  })
  async function tell(command: string, args: Record<string, string> = {}): Promise<unknown> {
    if (gone) throw new Error(`${name} is gone:\n${output}`)
    next += 1
    const id = next
    const answer = new Promise<Result>((resolve) => waiting.set(id, resolve))
    child.send({ id, name: command, args } satisfies Command)
    const { value, error } = await answer
    if (error !== undefined) throw new Error(`${name} could not ${command}: ${error}\n${output.slice(-4000)}`)
    return value
  }
  return {
    async does(command, args) {
      const value = await tell(command, args)
      return typeof value === 'string' ? value : JSON.stringify(value)
    },
    async lists(command, args) {
      const value = await tell(command, args)
      return Array.isArray(value) ? value.map(String) : []
    },
    async kill() {
      if (gone) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}
