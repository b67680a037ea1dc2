import { addTexts } from '@/i18n'
import en from '@/i18n/register.en'
import zh from '@/i18n/register.zh'

// Each page of the register imports this file, so that its texts are there when it is drawn.
addTexts({ zh, en })
