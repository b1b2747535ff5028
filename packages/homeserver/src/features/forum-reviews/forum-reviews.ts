// Forums are looked at again: their owners are told two weeks before the date of review, when it has come, and when the
// forum has closed because nobody did.
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { ForumDeclaration, Letter } from '@chappe/policy'
import { forumClosesAtMs, forumDeclarationOf, letterContent } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { ForumRow, Reminder } from './forum-reviews-store.ts'
import { insertReminder, isReminded, listForums } from './forum-reviews-store.ts'

/** What the operation needs. */
export interface ForumReviewsDeps {
  db: Db
  clock: Clock
  /** Tells somebody something; a repetition with the same `txnId` is the same notice. */
  tell(notice: { userId: string; type: string; content: JsonObject; txnId: string }): Promise<unknown>
}

/** The operation of this feature. */
export interface ForumReviews {
  /** Reminds the owners of forums that it is time; each of them once a step. Gives back how many were told. */
  remind(): Promise<number>
}

const FORUMS = 200
const SOON_MS = 14 * 24 * 60 * 60 * 1000

/** Ties the operation to what it needs. */
export function createForumReviews(deps: ForumReviewsDeps): ForumReviews {
  return {
    async remind() {
      let told = 0
      for (let after = 0; ; ) {
        const forums = await listForums(deps.db, after, FORUMS)
        for (const forum of forums) told += await remindOwners(deps, forum)
        const last = forums.at(-1)
        if (last === undefined || forums.length < FORUMS) return told
        after = last.roomNid
      }
    },
  }
}

async function remindOwners(deps: ForumReviewsDeps, forum: ForumRow): Promise<number> {
  const declaration = forumDeclarationOf(contentIn(forum.declaration))
  const step = declaration === undefined ? undefined : stepAt(deps.clock.now(), declaration)
  if (declaration === undefined || step === undefined) return 0
  const letter = wordsOf(step, { name: nameOf(forum), reviewAtMs: declaration.reviewAtMs })
  let told = 0
  for (const userId of declaration.owners) {
    const reminder = { roomNid: forum.roomNid, reviewAtMs: Math.trunc(declaration.reviewAtMs), step, userId }
    if (!(await isReminded(deps.db, reminder)) && (await tell(deps, reminder, letter))) told += 1
  }
  return told
}

/** Who is told twice because the server ended in between gets the same notice. */
async function tell(deps: ForumReviewsDeps, reminder: Reminder, letter: Letter): Promise<boolean> {
  const { roomNid, reviewAtMs, step, userId } = reminder
  const notice = { userId, type: 'm.room.message', content: letterContent(letter), txnId: `forum-${roomNid}-${reviewAtMs}-${step}` }
  const isTold = await deps.tell(notice).then(() => true, ifGone)
  await insertReminder(deps.db, reminder)
  return isTold
}

/** An owner whose account is closed is told nothing. */
function ifGone(error: unknown): boolean {
  if (error instanceof MatrixError && error.status < 500) return false
  throw error
}

type Step = 'soon' | 'due' | 'closed'

function stepAt(nowMs: number, declaration: ForumDeclaration): Step | undefined {
  if (nowMs > forumClosesAtMs(declaration)) return 'closed'
  if (nowMs >= declaration.reviewAtMs) return 'due'
  return nowMs >= declaration.reviewAtMs - SOON_MS ? 'soon' : undefined
}

function wordsOf(step: Step, { name, reviewAtMs }: { name: string; reviewAtMs: number }): Letter {
  const date = new Date(reviewAtMs).toISOString().slice(0, 10)
  if (step === 'soon') return { fr: `Le forum « ${name} » est à revoir avant le ${date}.`, en: `The forum "${name}" is to be reviewed by ${date}.` }
  if (step === 'due') {
    return {
      fr: `La revue du forum « ${name} » était prévue le ${date}. Trente jours après, le forum se ferme aux nouveaux messages.`,
      en: `The review of the forum "${name}" was due on ${date}. Thirty days after it the forum closes to new posts.`,
    }
  }
  return {
    fr: `Le forum « ${name} » est fermé aux nouveaux messages jusqu'à ce qu'un propriétaire fixe une nouvelle date de revue.`,
    en: `The forum "${name}" is closed to new posts until an owner sets a new review date.`,
  }
}

const NAME_CHARACTERS_MAX = 100

function nameOf({ name, roomId }: ForumRow): string {
  const own = name === null ? undefined : contentIn(name)?.['name']
  return typeof own === 'string' && own.trim() !== '' ? own.slice(0, NAME_CHARACTERS_MAX) : roomId
}

function contentIn(json: string): JsonObject | undefined {
  const pdu = parseJson(json)
  const content = isJsonObject(pdu) ? pdu['content'] : undefined
  return isJsonObject(content) ? content : undefined
}
