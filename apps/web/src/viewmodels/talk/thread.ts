// One thread: what was answered below a message, and where one answers.
import type { ComposerModel } from '../composer/composer.ts'
import type { TimelineModel } from './timeline.ts'

/** One thread. */
export interface ThreadModel {
  rootId: string
  timeline: TimelineModel
  composer: ComposerModel
  close(): void
}
