// What the ledger says was read when keys are shown: whose they are.

const MAX_SUBJECT_BYTES = 255

/** The user ids, in as many subjects of at most 255 bytes as they take; each is named once. */
export function subjectsOf(userIds: readonly string[]): string[] {
  const subjects: string[] = []
  for (const userId of userIds) {
    const longer = `${subjects.at(-1) ?? ''} ${userId}`
    if (subjects.length > 0 && Buffer.byteLength(longer) <= MAX_SUBJECT_BYTES) subjects[subjects.length - 1] = longer
    else subjects.push(userId)
  }
  return subjects
}

/** Reads of keys: how many stands on the first one. */
export function keyReadsOf(userIds: readonly string[], count: number): { kind: 'keys'; count: number; subject: string }[] {
  return subjectsOf(userIds).map((subject, at) => ({ kind: 'keys', count: at === 0 ? count : 0, subject }))
}
