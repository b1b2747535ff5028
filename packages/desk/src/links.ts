// Links that people are handed.
import type { DeskPorts } from './ports.ts'

/** Where somebody enrols with the secret of a link. */
export function enrolmentUrlOf({ ground }: DeskPorts, secret: string): string {
  return `${ground.publicUrl}/enrol?token=${secret}`
}
