// Finding people, in French.
import type { people as english } from '../en/people.ts'

/** What is said there. */
export const people: Record<keyof typeof english, string> = {
  'people.placeholder': 'Nom, fonction ou adresse e-mail',
  'people.found': 'Personnes trouvées',
  'people.typeMore': 'Saisissez au moins {count} lettres.',
  'people.looking': 'Recherche…',
  'people.nobody': 'Personne de ce nom ou de cette fonction. Les personnes d’autres organisations se trouvent par leur nom complet ou leur adresse.',
  'people.more': 'Il y en a davantage : précisez le nom.',
  'people.drop': 'Retirer {name}',
  'people.kind.external': 'externe',
  'people.kind.service': 'service',
  'people.server': 'Messages de service',
  'people.serverWhat': "Votre administration et ce service vous écrivent sous ce nom. Personne d'autre ne le peut.",
  'person.about': 'À propos de {name}',
  'person.aboutSender': 'À propos de la personne',
  'person.phone': 'Téléphone du bureau',
  'person.place': 'Bureau',
  'person.ignore': 'Masquer ses messages',
  'person.unignore': 'Montrer de nouveau ses messages',
  'person.ignored': 'Vous ne voyez pas ses messages. La personne n’en est pas informée.',
  'reach.away': 'Absence jusqu’au {day}',
  'reach.outside': 'Hors de ses horaires de travail (il est {time} là-bas)',
  'person.common': 'Salons en commun ({count})',
  'person.commonAll': 'Tout afficher',
}
