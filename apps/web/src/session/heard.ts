// Hearing what a client or a room of the SDK tells, so that what was begun is also ended.

/** Has something hear of it; gives back what ends that. */
export function heard<Name extends string, Listener>(teller: { on(name: Name, listener: Listener): unknown; off(name: Name, listener: Listener): unknown }, name: Name, listener: Listener): () => void {
  teller.on(name, listener)
  return () => void teller.off(name, listener)
}
