import { addTexts } from '@/i18n'
import en from '@/i18n/ledger.en'
import zh from '@/i18n/ledger.zh'

// Each page of the ledger imports this file, so that its texts are there when it is drawn.
addTexts({ zh, en })
