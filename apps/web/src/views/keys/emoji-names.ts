// The pictures that are compared, by their names in French; the English ones come with them.
// https://spec.matrix.org/v1.19/client-server-api/#sas-method-emoji
const FRENCH: Readonly<Record<string, string>> = {
  Dog: 'Chien', Cat: 'Chat', Lion: 'Lion', Horse: 'Cheval', Unicorn: 'Licorne', Pig: 'Cochon', Elephant: 'Éléphant', Rabbit: 'Lapin',
  Panda: 'Panda', Rooster: 'Coq', Penguin: 'Manchot', Turtle: 'Tortue', Fish: 'Poisson', Octopus: 'Poulpe', Butterfly: 'Papillon', Flower: 'Fleur',
  Tree: 'Arbre', Cactus: 'Cactus', Mushroom: 'Champignon', Globe: 'Globe', Moon: 'Lune', Cloud: 'Nuage', Fire: 'Feu', Banana: 'Banane',
  Apple: 'Pomme', Strawberry: 'Fraise', Corn: 'Maïs', Pizza: 'Pizza', Cake: 'Gâteau', Heart: 'Cœur', Smiley: 'Sourire', Robot: 'Robot',
  Hat: 'Chapeau', Glasses: 'Lunettes', Spanner: 'Clé plate', Santa: 'Père Noël', 'Thumbs Up': 'Pouce en l’air', 'Thumbs up': 'Pouce en l’air', Umbrella: 'Parapluie', Hourglass: 'Sablier',
  Clock: 'Réveil', Gift: 'Cadeau', 'Light Bulb': 'Ampoule', 'Light bulb': 'Ampoule', Book: 'Livre', Pencil: 'Crayon', Paperclip: 'Trombone', Scissors: 'Ciseaux',
  Lock: 'Cadenas', Key: 'Clé', Hammer: 'Marteau', Telephone: 'Téléphone', Flag: 'Drapeau', Train: 'Train', Bicycle: 'Vélo', Aeroplane: 'Avion',
  Rocket: 'Fusée', Trophy: 'Trophée', Ball: 'Ballon', Guitar: 'Guitare', Trumpet: 'Trompette', Bell: 'Cloche', Anchor: 'Ancre', Headphones: 'Casque',
  Folder: 'Dossier', Pin: 'Punaise',
}

/** The name of a picture in the language of the reader. */
export function emojiName(name: string, language: 'fr' | 'en'): string {
  return language === 'fr' ? (FRENCH[name.charAt(0).toUpperCase() + name.slice(1)] ?? name) : name
}
