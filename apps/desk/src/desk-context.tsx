// What every page of the desk has at hand: the words, the server, who is signed in.
import type { AnyEndpoint, DeskRole, ResponseOf } from '@chappe/contract'
import type { Language, Words } from '@chappe/ui'
import { createContext, useContext } from 'react'
import type { CallInput } from './api.ts'
import type { WordKey } from './words/en.ts'

/** Who is signed in at the desk. */
export interface Me {
  userId: string
  roles: readonly DeskRole[]
  /** Whether only the own organisation is seen. */
  isConfined: boolean
}

/** The words, by their keys. */
export type Say = Words<WordKey>['say']

/** What pages have at hand. */
export interface Desk {
  me: Me
  words: Words<WordKey>
  setLanguage(language: Language): void
  ask<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): Promise<ResponseOf<E>>
  /** Takes an answer that is a file. */
  download<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): Promise<Blob>
  /** Whether one's roles open an endpoint. */
  may(endpoint: AnyEndpoint): boolean
  signOut(): Promise<void>
}

const DeskContext = createContext<Desk | undefined>(undefined)

/** Gives a desk to the pages under it. */
export const DeskProvider = DeskContext.Provider

/** The desk a page is part of. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === undefined) throw new Error('this page stands outside the desk')
  return desk
}
