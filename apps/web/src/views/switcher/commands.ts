// What can be done from the quick switcher. An area adds its own in one line.
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { AppModel } from '../../viewmodels/app.ts'
import type { WordKey } from '../../words/en.ts'
import { BEGINNINGS, showBeginning } from '../begin/begin-shown.ts'
import { showOwnStatus } from '../person/own-status-shown.ts'
import { showKeyHelp } from '../frame/key-help-shown.ts'

/** A command. */
export interface Command {
  id: string
  word: WordKey
  run(model: AppModel): void
}

/** All of them. */
export const COMMANDS: readonly Command[] = [
  ...BEGINNINGS.map(({ kind }): Command => ({ id: `begin.${kind}`, word: `begin.${kind}`, run: () => showBeginning(kind) })),
  { id: 'inbox', word: 'app.inbox', run: () => navigate(paths.inbox()) },
  {
    id: 'later',
    word: 'later.title',
    run(model) {
      model.inbox.setKind('later')
      navigate(paths.inbox())
    },
  },
  { id: 'explore', word: 'app.explore', run: () => navigate(paths.explore()) },
  { id: 'settings', word: 'app.settings', run: () => navigate(paths.settings()) },
  { id: 'own-status', word: 'own.open', run: showOwnStatus },
  { id: 'unread', word: 'switcher.unread', run: (model) => model.roomList.setFilter('unread') },
  { id: 'all', word: 'switcher.all', run: (model) => model.roomList.setFilter('all') },
  { id: 'comfortable', word: 'switcher.comfortable', run: (model) => model.roomList.setDensity('comfortable') },
  { id: 'compact', word: 'switcher.compact', run: (model) => model.roomList.setDensity('compact') },
  { id: 'icons', word: 'switcher.icons', run: (model) => model.roomList.setDensity('icons') },
  { id: 'keys', word: 'app.keyHelp', run: showKeyHelp },
]
