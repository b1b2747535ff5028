// The page behind the link of a mail: it says what will happen, and a button does it. Nothing happens by opening it.
import type { Language } from '../../mail.ts'
import { escapeHtml, languageOf } from '../../mail.ts'
import type { Page } from '../../plain-page.ts'
import { plainPage } from '../../plain-page.ts'
import type { AddressProofs, Proved, ProofPurpose } from './proofs.ts'

/** The part of a link that only the mail holds. */
export interface LinkParts {
  id: string
  token: string
}

/** Does what a proof of its purpose is for, once it is proved. */
export type ConfirmedListener = (proved: Proved) => Promise<void>

/** The pages. */
export interface Confirmation {
  show(link: LinkParts, accepts: string | undefined): Promise<Page>
  confirm(link: LinkParts, accepts: string | undefined): Promise<Page>
  onConfirmed(purpose: ProofPurpose, listener: ConfirmedListener): void
}

const TITLES: Readonly<Record<Language, string>> = { fr: 'Confirmer votre adresse', en: 'Confirm your address' }

/** What each link does, in the words of whoever reads it. Enrolment has pages of its own. */
const ACTS: Readonly<Partial<Record<ProofPurpose, Readonly<Record<Language, string>>>>> = {
  register: { fr: "Cette adresse sera celle d'un nouveau compte.", en: 'This address will be that of a new account.' },
  threepid: { fr: "Cette adresse sera ajoutée au compte de la personne qui l'a demandé.", en: 'This address will be added to the account of whoever asked for it.' },
  password: {
    fr: "La personne qui l'a demandé pourra choisir un nouveau mot de passe. Ne continuez que si c'est vous.",
    en: 'Whoever asked for it will be able to set a new password. Go on only if that is you.',
  },
  renewal: { fr: 'Votre compte sera prolongé.', en: 'Your account will be prolonged.' },
  missed_mail: {
    fr: 'Vous ne recevrez plus de mails sur les messages que vous n’avez pas lus.',
    en: 'You will receive no more mails about messages that you have not read.',
  },
}

const WORDS = {
  fr: {
    go: 'Confirmer',
    done: "C'est fait. Vous pouvez fermer cette page et revenir à votre application.",
    gone: "Ce lien n'est plus valable, ou a déjà servi. Demandez-en un autre.",
  },
  en: {
    go: 'Confirm',
    done: 'Done. You may close this page and go back to your app.',
    gone: 'This link is no longer good, or was used already. Ask for another.',
  },
} as const

/** Opens the pages. */
export function openConfirmation(proofs: Pick<AddressProofs, 'peek' | 'proveByLink'>): Confirmation {
  const listeners = new Map<ProofPurpose, ConfirmedListener>()
  return {
    async show({ id, token }, accepts) {
      const language = languageOf(accepts)
      const proved = await proofs.peek(id, token)
      const act = proved === undefined ? undefined : ACTS[proved.purpose]
      if (proved === undefined || act === undefined) return gonePage(language)
      const hidden = `<input type="hidden" name="id" value="${escapeHtml(id)}"><input type="hidden" name="token" value="${escapeHtml(token)}">`
      const about = `<p>${escapeHtml(proved.address)}</p><p>${escapeHtml(act[language])}</p>`
      return plainPage(language, TITLES[language], `${about}<form method="post">${hidden}<button>${escapeHtml(WORDS[language].go)}</button></form>`)
    },
    async confirm({ id, token }, accepts) {
      const language = languageOf(accepts)
      const seen = await proofs.peek(id, token)
      const proved = seen === undefined || ACTS[seen.purpose] === undefined ? undefined : await proofs.proveByLink(id, token)
      if (proved === undefined) return gonePage(language)
      await listeners.get(proved.purpose)?.(proved)
      return plainPage(language, TITLES[language], `<p>${escapeHtml(WORDS[language].done)}</p>`)
    },
    onConfirmed: (purpose, listener) => void listeners.set(purpose, listener),
  }
}

function gonePage(language: Language): Page {
  return plainPage(language, TITLES[language], `<p role="alert">${escapeHtml(WORDS[language].gone)}</p>`)
}

/** The link that a mail holds. */
export function confirmationUrl(publicUrl: string, { proofId, token }: { proofId: string; token: string }): string {
  return `${publicUrl}/_chappe/client/v1/mail/confirm?id=${proofId}&token=${token}`
}
