import { addTexts } from '@/i18n'
import en from '@/i18n/cases.en'
import zh from '@/i18n/cases.zh'

// Each page of the cases imports this file, so that its texts are there when it is drawn.
addTexts({ zh, en })
