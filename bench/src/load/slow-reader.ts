// One answer on a connection of its own, read at a client's leisure: when its last byte came, and how many there were.

import { connect } from 'node:net'
import type { Address } from '../http/request.ts'

/** An answer that is being read. */
export interface SlowReader {
  /** Resolves with the first bytes of the answer; a held request has none for now. */
  begun: Promise<void>
  /** Resolves when the connection has ended, however. */
  ended: Promise<Reading>
}

/** What came of it. Times are those of `performance.now()`. */
export interface Reading {
  status: number
  lastByteAtMs: number
  /** Bytes that came after a moment. */
  bytesAfter: (atMs: number) => number
}

/** Sends a framed request and reads the answer, at most one chunk in `pauseMs`. */
export function readSlowly(address: Address, framed: string, pauseMs: number): SlowReader {
  const socket = connect({ host: address.host, port: address.port })
  const chunks: { atMs: number, bytes: number }[] = []
  let status = 0
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<Reading>()
  socket.on('data', (chunk: Buffer) => {
    if (chunks.length === 0) status = Number(chunk.toString('latin1', 9, 12))
    chunks.push({ atMs: performance.now(), bytes: chunk.byteLength })
    begin()
    if (pauseMs === 0) return
    socket.pause()
    setTimeout(() => socket.resume(), pauseMs)
  })
  // A cut connection is reset, which is an error here and what is waited for.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    begin()
    const lastByteAtMs = chunks.at(-1)?.atMs ?? 0
    end({ status, lastByteAtMs, bytesAfter: (atMs) => chunks.reduce((sum, each) => sum + (each.atMs > atMs ? each.bytes : 0), 0) })
  })
  socket.write(framed)
  return { begun, ended }
}
