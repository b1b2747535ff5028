// Who waits for a client that may go away: one listener on each connection, however many requests it carries.
import type { Socket } from 'node:net'

const waiting = new WeakMap<Socket, Set<() => void>>()

/** Calls `listener` once when the connection ends, at the soonest after this; gives back how to call that off. */
export function onGone(socket: Socket, listener: () => void): () => void {
  if (socket.destroyed) queueMicrotask(listener)
  const listeners = waiting.get(socket) ?? watch(socket)
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function watch(socket: Socket): Set<() => void> {
  const listeners = new Set<() => void>()
  waiting.set(socket, listeners)
  socket.once('close', () => {
    for (const each of listeners) each()
    listeners.clear()
  })
  return listeners
}
