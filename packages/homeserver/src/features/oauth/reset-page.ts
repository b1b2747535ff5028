// What somebody is asked before their cross-signing keys may be replaced.
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields } from '../../pages/forms.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import type { WebSession } from '../../web-session.ts'

const WORDS = {
  fr: {
    title: 'Remplacer votre identité de chiffrement ?',
    lead: 'Une de vos applications veut remplacer les clés qui prouvent que vos appareils sont les vôtres. Vos correspondants seront avertis et devront vous vérifier de nouveau. Les messages chiffrés que vous n’avez sauvegardés nulle part seront perdus.',
    warning: 'Vous n’avez rien demandé de tel à l’instant, ou quelqu’un vous l’a demandé ? Refusez : cela permet de se faire passer pour vous.',
    allow: 'Oui, l’autoriser pendant dix minutes',
    deny: 'Non, refuser',
    done: 'C’est autorisé pendant dix minutes',
    doneLead: 'Revenez à votre application pour terminer.',
  },
  en: {
    title: 'Replace your encryption identity?',
    lead: 'One of your applications wants to replace the keys that prove that your devices are yours. Whoever you talk with will be told, and has to verify you anew. Encrypted messages that you have a copy of nowhere will be lost.',
    warning: 'You did not ask for this just now, or somebody asked you to? Refuse: it lets others pass themselves off as you.',
    allow: 'Yes, allow it for ten minutes',
    deny: 'No, refuse',
    done: 'Allowed for ten minutes',
    doneLead: 'Go back to your app to finish.',
  },
} as const

/** The page. */
export function resetPage(language: Language, session: WebSession, path: string): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.title,
    here: path,
    isNarrow: true,
    signedIn: { userId: session.userId, csrf: session.csrf },
    body: html`<p>${words.lead}</p><p class="problem">${words.warning}</p>
<form method="post" action="${path}">${hiddenFields({ csrf: session.csrf })}
<button class="wide" name="decision" value="allow">${words.allow}</button>
<button class="wide plain" name="decision" value="deny">${words.deny}</button></form>`,
  })
}

/** What was allowed. */
export function resetAllowedPage(language: Language): PageBody {
  const words = WORDS[language]
  return page({ language, title: words.done, body: html`<p>${words.doneLead}</p>`, isNarrow: true })
}
