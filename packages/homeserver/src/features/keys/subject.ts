// What the ledger says was read when keys are shown.

const MAX_SUBJECT_BYTES = 255

/** The user ids, as many as fit into 255 bytes, and how many more there are. */
export function subjectOf(userIds: readonly string[]): string {
  let subject = userIds[0] ?? ''
  let named = Math.min(1, userIds.length)
  for (const userId of userIds.slice(1)) {
    const longer = `${subject} ${userId}`
    // Room for ` +` and a count of up to six digits.
    if (Buffer.byteLength(longer) > MAX_SUBJECT_BYTES - 8) break
    subject = longer
    named += 1
  }
  const more = userIds.length - named
  if (more === 0) return subject
  const withMore = `${subject} +${more}`
  return Buffer.byteLength(withMore) <= MAX_SUBJECT_BYTES ? withMore : subject
}
