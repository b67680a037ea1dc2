import { addTexts } from '@/i18n'
import en from '@/i18n/packs.en'
import zh from '@/i18n/packs.zh'

// Each page of the packs imports this file, so that its texts are there when it is drawn.
addTexts({ zh, en })
