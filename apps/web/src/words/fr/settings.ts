// The settings, in French.
import type { settings as english } from '../en/settings.ts'

/** What the settings say. */
export const settings: Readonly<Record<keyof typeof english, string>> = {
  'settings.title': 'Réglages',
  'settings.back': 'Retour aux réglages',
  'settings.appearance': 'Apparence',
  'settings.appearanceHelp': 'Gardé dans ce navigateur : un autre appareil peut avoir une autre apparence.',
  'settings.theme': 'Couleurs',
  'settings.theme.system': 'Comme l’appareil',
  'settings.theme.light': 'Clair',
  'settings.theme.dark': 'Sombre',
  'settings.theme.contrast': 'Contraste renforcé',
  'settings.density': 'Messages',
  'settings.density.comfortable': 'Confortable',
  'settings.density.comfortable.help': 'Avec les portraits, et de l’air',
  'settings.density.compact': 'Compact',
  'settings.density.compact.help': 'Autant que l’écran en contient',
  'settings.density.bubbles': 'Bulles',
  'settings.density.bubbles.help': 'Les vôtres d’un côté, les leurs de l’autre',
  'settings.language': 'Langue',
  'settings.languageOf': 'Langue de la messagerie',
  'settings.keyboard': 'Clavier',
  'keyboard.send': 'Envoyer ce que vous avez écrit',
  'keyboard.newLine': 'Aller à la ligne',
  'keyboard.next': 'Aller au champ, au bouton ou à la liste qui suit',
  'keyboard.close': 'Fermer ce qui est devant',
}
