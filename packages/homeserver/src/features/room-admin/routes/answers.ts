// From a removal to what goes over the wire to administrators.
import type { Removal, RemovalResult } from '../room-admin.ts'

/** How far a removal has come; the stored result is JSON that was written here. */
export function removalAnswer({ status, result }: Removal): { status: string; shutdown_room: RemovalResult | null } {
  const parsed: RemovalResult | null = result === null ? null : JSON.parse(result)
  return { status, shutdown_room: parsed }
}
