// Saying of oneself when one is to be reached, in French.
import type { own as english } from '../en/own.ts'

/** What is said there. */
export const own: Record<keyof typeof english, string> = {
  'own.open': 'Statut et disponibilité…',
  'own.title': 'Statut et disponibilité',
  'own.who': 'Les personnes de votre organisation et de vos salons le voient.',
  'own.status': 'Statut',
  'own.statusHelp': 'Par exemple : à Lyon aujourd’hui. Laissez vide pour ne rien afficher.',
  'own.until': 'Durée',
  'own.until.never': 'Jusqu’à ce que je le change',
  'own.until.hour': 'Une heure',
  'own.until.today': 'Jusqu’à la fin de la journée',
  'own.until.week': 'Jusqu’à la fin de la semaine',
  'own.until.day': 'Jusqu’à un jour…',
  'own.firstDay': 'Premier jour',
  'own.lastDay': 'Dernier jour',
  'own.away': 'Absence',
  'own.awayText': 'Ce que les autres lisent',
  'own.awayTextHelp': 'Par exemple à qui s’adresser entre-temps.',
  'own.hours': 'Montrer mes horaires de travail',
  'own.hold': 'Suspendre les alertes hors de mes horaires et pendant mon absence',
  'own.holdHelp': 'Sur tous vos appareils. Ce qui arrive entre-temps vous attend, non lu.',
  'own.save': 'Enregistrer',
  'own.fault.endDay': 'Indiquez jusqu’à quel jour : un jour à venir.',
  'own.fault.awayDays': 'Indiquez un premier et un dernier jour ; le dernier n’est ni passé, ni avant le premier.',
  'own.fault.awayLong': 'Une absence dure au plus 400 jours.',
  'own.fault.noDays': 'Choisissez au moins un jour de la semaine.',
}
