// What the page of a profile looks like: the name that others see, the addresses, and other ways to sign in.
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields, textField } from '../../pages/forms.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import { page } from '../../pages/page.ts'
import { accountNav } from './pages.ts'
import type { OwnProfile, Scene } from './scene.ts'

const WORDS = {
  fr: {
    title: 'Profil',
    id: 'Identifiant',
    name: 'Nom affiché',
    noName: 'Aucun',
    addresses: 'Adresses électroniques',
    noAddress: 'Aucune',
    given: 'Votre nom et votre adresse sont donnés par votre service\u00a0: demandez-lui de les corriger.',
    change: 'Changer le nom',
    hint: 'Les autres vous voient sous ce nom.',
    did: { named: 'Le nom est changé.' },
    providers: 'Se connecter autrement',
    providersWhat: 'Liez une identité que vous avez ailleurs\u00a0: vous pourrez ensuite vous connecter ici avec elle.',
    link: 'Lier',
    close: 'Fermer mon compte',
  },
  en: {
    title: 'Profile',
    id: 'User id',
    name: 'Display name',
    noName: 'None',
    addresses: 'E-mail addresses',
    noAddress: 'None',
    given: 'Your name and your address are given by your organisation: ask it to correct them.',
    change: 'Change the name',
    hint: 'Others see you under this name.',
    did: { named: 'The name is changed.' },
    providers: 'Other ways to sign in',
    providersWhat: 'Link an identity that you have elsewhere: afterwards you can sign in here by it.',
    link: 'Link',
    close: 'Close my account',
  },
} as const

/** The page. */
export function profilePage({ language, session, did }: Scene, profile: OwnProfile): PageBody {
  const words = WORDS[language]
  const { displayName, addresses, mayChangeName, providers } = profile
  return page({
    language,
    title: words.title,
    here: '/account/profile',
    signedIn: session,
    // A form that links leads to the other provider in the end.
    formTargets: providers.map(({ issuer }) => new URL(issuer).origin),
    body: html`${accountNav(language, '/account/profile')}${did === 'named' && html`<p class="done" role="status">${words.did.named}</p>`}
<section><dl class="pairs"><dt>${words.id}</dt><dd>${session.userId}</dd><dt>${words.name}</dt><dd>${displayName ?? words.noName}</dd>
<dt>${words.addresses}</dt><dd>${addresses.length === 0 ? words.noAddress : addresses.join(', ')}</dd></dl>
${
  mayChangeName
    ? html`<form method="post" action="/account/profile">${hiddenFields({ csrf: session.csrf, act: 'name' })}
${textField({ name: 'name', label: words.name, hint: words.hint, autocomplete: 'name', value: displayName ?? '' })}<button>${words.change}</button></form>`
    : html`<p class="soft">${words.given}</p>`
}</section>
${providers.length > 0 && providersPart(profile, { words, csrf: session.csrf })}
<p><a href="/account/close">${words.close}</a></p>`,
  })
}

function providersPart({ providers }: OwnProfile, { words, csrf }: { words: (typeof WORDS)['fr' | 'en']; csrf: string }): Html {
  return html`<section aria-labelledby="providers"><h2 id="providers">${words.providers}</h2><p>${words.providersWhat}</p><div class="row">
${providers.map(
  ({ id, name }) => html`<form method="post" action="/oauth2/upstream/${id}/link">${hiddenFields({ csrf })}<button class="plain">${words.link} ${name}</button></form>`,
)}</div></section>`
}
