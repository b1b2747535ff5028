// What somebody is told whom another identity provider did not sign in here.
import type { PageBody } from '../../http/reveal-tap.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'

/** Why not. */
export type UpstreamRefusal = 'failed' | 'unknown' | 'weak' | 'stopped'

const WORDS: Readonly<Record<Language, { title: string; back: string } & Record<UpstreamRefusal, string>>> = {
  fr: {
    title: 'Connexion refusée',
    back: 'Se connecter autrement',
    failed: "n'a pas confirmé votre identité. Réessayez.",
    unknown: "vous connaît, mais cette identité n'est liée à aucun compte d'ici. Connectez-vous autrement, puis liez-la depuis la page de votre compte.",
    weak: "vous a identifié, mais pas d'une manière assez sûre ou assez récente pour ce service. Recommencez avec un moyen plus fort.",
    stopped: "vous a identifié, mais ce compte ne peut pas être utilisé pour l'instant. Adressez-vous à votre assistance.",
  },
  en: {
    title: 'Not signed in',
    back: 'Sign in another way',
    failed: 'did not confirm who you are. Try again.',
    unknown: 'knows you, but this identity is linked with no account here. Sign in another way, then link it from the page of your account.',
    weak: 'identified you, but not in a way that is strong or recent enough for this service. Try again by a stronger means.',
    stopped: 'identified you, but this account cannot be used at the moment. Ask your help desk.',
  },
}

/** The page. */
export function refusedPage(language: Language, why: UpstreamRefusal, provider: string): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.title,
    body: html`<p class="problem" role="alert">${provider} ${words[why]}</p><p><a href="/signin">${words.back}</a></p>`,
    isNarrow: true,
    status: 403,
  })
}
