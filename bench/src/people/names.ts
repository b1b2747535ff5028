// Plausible names of people of the French state, the same ones at every run.

const FIRST_NAMES = `Marie Jean Pierre Michel André Philippe Alain Bernard Catherine Nathalie Isabelle Françoise Sylvie
Anne Monique Nicolas Christophe Patrick Daniel Julien Stéphane Laurent Thomas David Frédéric Olivier Éric Sébastien
Pascal Thierry Sandrine Valérie Christine Véronique Sophie Céline Aurélie Émilie Camille Léa Manon Chloé Inès Zoé Élise
Hélène Agnès Béatrice Brigitte Corinne Delphine Élodie Estelle Florence Geneviève Gaëlle Joëlle Karine Laetitia Lucie
Ludivine Magali Marion Mélanie Mireille Murielle Nadège Noémie Odile Pauline Raphaëlle Sabine Séverine Solène Virginie
Adrien Alexandre Antoine Arnaud Aurélien Baptiste Benjamin Benoît Bruno Cédric Clément Damien Denis Didier Dominique
Emmanuel Étienne Fabien Fabrice Florian Franck François Gaël Gérard Gilles Grégory Guillaume Guy Hervé Hugo Jacques
Jérémy Jérôme Joël Jonathan Joseph Kévin Loïc Louis Luc Lucas Marc Mathieu Maxime Mickaël Noël Paul Quentin Raphaël
Régis Rémi Robert Romain Samuel Serge Simon Sylvain Théo Vincent Xavier Yann Yves Amélie Anaïs Clémence Fatima Yasmine
Mohamed Karim Nadia Samira Rachid Linh Mamadou Aminata Jean-Pierre Jean-Luc Jean-Marc Jean-Paul Marie-Claude
Marie-Hélène Marie-Christine Anne-Sophie Anne-Marie Pierre-Yves`.split(/\s+/)

const LAST_NAMES = `Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy
Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André
Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry
Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud
Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron
Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet
Rolland Leclercq Guillaume Lecomte López Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin Louis
Deschamps Huet Vasseur Pérez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles
Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernández Le_Gall Collet Léger Bouvier Julien
Prévost Millet Perrot Daniel Le_Roux Cousin Germain Breton Besson Langlois Rémy Le_Goff Pelletier Lévêque Perrier
Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodríguez Guichard Gillet Étienne
Grondin Poulain Tessier Chevallier Collin Chauvin Da_Silva Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine
Hoarau Perret Barthélemy Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte de_La_Tour d'Estaing
Traoré Diallo N'Guyen Benali Haddad Ferreira Rossi Kowalski Ben_Saïd`.split(/\s+/).map((name) => name.replaceAll('_', ' '))

/** Somebody made up. */
export interface MadeUpPerson {
  localpart: string
  displayName: string
}

/** Integers below `bound`, one after the other, the same from the same seed (mulberry32). */
export function createDice(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }
}

/** The first of two throws that is less: names at the head of the lists are far more frequent, as in life. */
function pick(dice: (bound: number) => number, names: readonly string[]): string {
  const { length } = names
  return names[Math.min(dice(length), dice(length), dice(length))] ?? ''
}

/** People `from` to `to` (not included), without end and always the same. */
export function makePeople(from: number, to: number): MadeUpPerson[] {
  const people: MadeUpPerson[] = []
  for (let index = from; index < to; index += 1) {
    const dice = createDice(index)
    const first = pick(dice, FIRST_NAMES)
    const second = dice(100) < 12 ? `-${pick(dice, LAST_NAMES)}` : ''
    const last = `${pick(dice, LAST_NAMES)}${second}`
    people.push({ localpart: `${plain(first)}.${plain(last)}-${index.toString(36)}`, displayName: `${first} ${last}` })
  }
  return people
}

/** A term that somebody types: the beginning of a name, or of both, 3 to 12 characters as a rule. */
export function makeTerm(dice: (bound: number) => number): string {
  const first = pick(dice, FIRST_NAMES)
  const last = pick(dice, LAST_NAMES)
  const kind = dice(10)
  if (kind < 4) return last.slice(0, Math.max(3, Math.min(12, 3 + dice(last.length))))
  if (kind < 6) return plain(first).slice(0, 3 + dice(4))
  if (kind < 8) return `${first} ${last.slice(0, 3 + dice(4))}`
  if (kind < 9) return `${last} ${first.slice(0, 3)}`
  return `${plain(first)}.${plain(last)}`
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z]+/g, '-')
}
