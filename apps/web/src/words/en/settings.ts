// The settings, in English.

/** What the settings say. */
export const settings = {
  'settings.title': 'Settings',
  'settings.back': 'Back to the settings',
  'settings.appearance': 'Appearance',
  'settings.appearanceHelp': 'Kept in this browser: another device can look different.',
  'settings.theme': 'Colours',
  'settings.theme.system': 'As the device',
  'settings.theme.light': 'Light',
  'settings.theme.dark': 'Dark',
  'settings.theme.contrast': 'Strong contrast',
  'settings.density': 'Messages',
  'settings.density.comfortable': 'Comfortable',
  'settings.density.comfortable.help': 'With pictures and room to breathe',
  'settings.density.compact': 'Compact',
  'settings.density.compact.help': 'As much as fits on the screen',
  'settings.density.bubbles': 'Bubbles',
  'settings.density.bubbles.help': 'Yours on one side, theirs on the other',
  'settings.language': 'Language',
  'settings.languageOf': 'Language of the messenger',
  'settings.keyboard': 'Keyboard',
  'keyboard.send': 'Send what you have written',
  'keyboard.newLine': 'Begin a new line',
  'keyboard.next': 'Go to the next field, button or list',
  'keyboard.close': 'Close what is in front',
} as const
