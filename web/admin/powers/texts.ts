import { addTexts } from '@/i18n'
import en from '@/i18n/powers.en'
import zh from '@/i18n/powers.zh'

// Each page of the powers imports this file, so that its texts are there when it is drawn.
addTexts({ zh, en })
