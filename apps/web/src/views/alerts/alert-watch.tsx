// Alerts as long as the messenger is open; shows nothing itself.
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { useApp } from '../app-context.tsx'
import { wordBody } from '../word-body.ts'
import { wordPerson } from '../word-person.ts'

/** Begins to alert, in the words of the messenger. */
export function AlertWatch(): ReactNode {
  const { model, words } = useApp()
  const [, navigate] = useLocation()
  useEffect(
    () =>
      model.alerts.start({
        language: words.language,
        word: ({ roomName, sender, body, priority }) => ({
          title: roomName === sender.name || sender.isServer === true ? wordPerson(sender, words.say) : words.say('alerts.inRoom', { sender: sender.name, room: roomName }),
          body: priority === undefined ? wordBody(body, words.say) : words.say('weight.alert', { weight: words.say(`weight.${priority}`), text: wordBody(body, words.say) }),
        }),
        open: navigate,
      }),
    [model, words, navigate],
  )
  return null
}
