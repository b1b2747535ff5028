// What the accessibility statement says, in both languages; its parts are those of the model statement (Decision (EU) 2018/1523).
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'

type Degree = 'none' | 'partial' | 'full'

/** The words. */
export interface StatementWords {
  title: string
  commits(authority: string): string
  covers: string
  degreeTitle: string
  degrees: Readonly<Record<Degree, string>>
  because: Readonly<Record<Degree, string>>
  noAudit: string
  tested: string
  barriersTitle: string
  barriers: string
  criterion(number: string): string
  noBarriers: string
  exempt: string
  madeTitle: string
  made(day: string): string
  techniques: string
  contactTitle: string
  contactWhy: string
  contactNobody: string
  appealTitle: string
  appealWhy: string
  appeal: Html
}

const DEFENDER = 'https://formulaire.defenseurdesdroits.fr/'
const DELEGATES = 'https://www.defenseurdesdroits.fr/carte-des-delegues'

/** By language. */
export const STATEMENT_WORDS: Readonly<Record<Language, StatementWords>> = {
  fr: {
    title: 'Déclaration d’accessibilité',
    commits: (authority) => `${authority} s’engage à rendre ce service accessible à toutes et à tous, conformément à la directive (UE) 2016/2102 et, en France, à l’article\u00a047 de la loi n°\u00a02005-102 du 11\u00a0février 2005.`,
    covers: 'Cette déclaration s’applique à la messagerie, au poste de sécurité et aux pages de connexion et de compte de ce serveur.',
    degreeTitle: 'État de conformité',
    degrees: { none: 'Accessibilité\u00a0: non conforme.', partial: 'Accessibilité\u00a0: partiellement conforme.', full: 'Accessibilité\u00a0: totalement conforme.' },
    because: {
      none: 'Faute d’audit réalisé par des personnes, le service doit être dit non conforme au RGAA\u00a04.1 (EN\u00a0301\u00a0549, WCAG\u00a02.2 niveau AA), quels que soient les résultats des essais automatiques.',
      partial: 'Le service est partiellement conforme au RGAA\u00a04.1 (EN\u00a0301\u00a0549, WCAG\u00a02.2 niveau AA), en raison des obstacles indiqués ci-dessous.',
      full: 'Le service est conforme au RGAA\u00a04.1 (EN\u00a0301\u00a0549, WCAG\u00a02.2 niveau AA).',
    },
    noAudit: 'Aucun audit n’a encore été réalisé.',
    tested: 'Chaque version est soumise à des essais automatiques dans un navigateur, critère par critère. Leurs résultats sont publiés avec le code, dans le document docs/conformance.md.',
    barriersTitle: 'Contenus non accessibles',
    barriers: 'Obstacles connus\u00a0:',
    criterion: (number) => `(WCAG ${number})`,
    noBarriers: 'Les essais n’ont pas révélé d’obstacle\u00a0; un audit peut en trouver.',
    exempt: 'Ce que les personnes s’envoient (images, fichiers, messages vocaux, vidéos) est de leur fait et n’entre pas dans le champ de l’obligation. Chaque fichier peut recevoir une légende avant l’envoi.',
    madeTitle: 'Établissement de cette déclaration',
    made: (day) => `Déclaration établie le ${day}, d’après les essais de ce jour.`,
    techniques: 'Technologies\u00a0: HTML, CSS, SVG, JavaScript, WAI-ARIA. Essais\u00a0: Chromium, avec axe-core et des mesures propres (contrastes, cibles, focus, clavier, agrandissement), et non avec des lecteurs d’écran.',
    contactTitle: 'Signaler un obstacle',
    contactWhy: 'Si quelque chose vous empêche d’utiliser ce service, dites-le\u00a0: vous serez orienté vers une solution, ou recevrez le contenu sous une autre forme.',
    contactNobody: 'Adressez-vous à l’assistance de votre service.',
    appealTitle: 'Voie de recours',
    appealWhy: 'Si vous avez signalé un obstacle et n’avez pas obtenu de réponse satisfaisante, vous pouvez vous adresser à\u00a0:',
    appeal: html`<ul>
<li><a href="${DEFENDER}">Défenseur des droits, formulaire en ligne</a></li>
<li><a href="${DELEGATES}">la déléguée ou le délégué du Défenseur des droits de votre région</a></li>
<li>par courrier gratuit, sans timbre\u00a0: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX\u00a007</li>
</ul>`,
  },
  en: {
    title: 'Accessibility statement',
    commits: (authority) => `${authority} is committed to making this service accessible to everybody, in accordance with Directive (EU) 2016/2102 and, in France, with article\u00a047 of Act no.\u00a02005-102 of 11\u00a0February 2005.`,
    covers: 'This statement applies to the messenger, the security desk, and the pages for signing in and for accounts on this server.',
    degreeTitle: 'Compliance status',
    degrees: { none: 'Accessibility: not compliant.', partial: 'Accessibility: partially compliant.', full: 'Accessibility: fully compliant.' },
    because: {
      none: 'As no people have audited it yet, the service has to be called not compliant with RGAA\u00a04.1 (EN\u00a0301\u00a0549, WCAG\u00a02.2 level AA), whatever automated tests find.',
      partial: 'The service is partially compliant with RGAA\u00a04.1 (EN\u00a0301\u00a0549, WCAG\u00a02.2 level AA), because of the barriers listed below.',
      full: 'The service is compliant with RGAA\u00a04.1 (EN\u00a0301\u00a0549, WCAG\u00a02.2 level AA).',
    },
    noAudit: 'No audit has been carried out yet.',
    tested: 'Every version is tested automatically in a browser, criterion by criterion. The results are published with the code, in the document docs/conformance.md.',
    barriersTitle: 'Content that is not accessible',
    barriers: 'Known barriers:',
    criterion: (number) => `(WCAG ${number})`,
    noBarriers: 'The tests have found no barrier; an audit may.',
    exempt: 'What people send each other (pictures, files, voice messages, videos) is their own and outside the scope of the obligation. Every file can be given a caption before it is sent.',
    madeTitle: 'Preparation of this statement',
    made: (day) => `This statement was prepared on ${day}, from the tests of that day.`,
    techniques: 'Technologies: HTML, CSS, SVG, JavaScript, WAI-ARIA. Tests: Chromium, with axe-core and measurements of our own (contrast, targets, focus, keyboard, zoom), and not with screen readers.',
    contactTitle: 'Report a barrier',
    contactWhy: 'If something keeps you from using this service, please say so: you will be shown another way, or be given the content in another form.',
    contactNobody: 'Ask the help desk of your service.',
    appealTitle: 'If nothing comes of it',
    appealWhy: 'If you have reported a barrier and the answer does not satisfy you, you can turn to:',
    appeal: html`<ul>
<li><a href="${DEFENDER}" hreflang="fr">the French Defender of Rights (<span lang="fr">Défenseur des droits</span>), online form</a></li>
<li><a href="${DELEGATES}" hreflang="fr">the delegate of the Defender of Rights in your region</a></li>
<li>by post, free of charge: <span lang="fr">Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX\u00a007</span></li>
</ul>`,
  },
}
