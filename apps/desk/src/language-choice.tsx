// French or English.
import type { Language } from '@chappe/ui'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'

/** The other language, named in itself. */
export function LanguageChoice({ language, onChange }: { language: Language; onChange: (language: Language) => void }): ReactNode {
  const other = language === 'fr' ? 'en' : 'fr'
  return (
    <span lang={other}>
      <Button kind="plain" onPress={() => onChange(other)}>
        {other === 'fr' ? 'Français' : 'English'}
      </Button>
    </span>
  )
}
