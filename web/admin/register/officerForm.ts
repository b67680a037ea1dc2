import type { CertificateDraft, Post } from '@/api/register'
import type { useText } from '@/i18n'
import { today } from '@/text/day'
import type { Needed } from './useDeed'

type Say = ReturnType<typeof useText>['t']
type PostForm = Omit<Post, 'authority'> & { authority: string | null }

/** A post before anything is typed. */
export const emptyPost = (): PostForm => ({ name: '', authority: null, post: '', auxiliary: false })

/** A certificate before anything is typed. */
export const emptyCertificate = (): CertificateDraft => ({ number: '', field: '', area: '', issued_on: today(), expires_on: '' })

export const neededOfPost = (post: PostForm, t: Say): Needed[] => [
  ['post-name', t('register.officerName'), post.name],
  ['post-authority', t('register.authority'), post.authority],
  ['post-post', t('register.post'), post.post],
]

export const neededOfCertificate = (draft: CertificateDraft, t: Say): Needed[] => [
  ['certificate-number', t('register.certificateNumber'), draft.number],
  ['certificate-field', t('register.field'), draft.field],
  ['certificate-area', t('register.certificateArea'), draft.area],
  ['certificate-issued', t('register.issuedOn'), draft.issued_on],
  ['certificate-expires', t('register.expiresOn'), draft.expires_on],
]

/** A post as it is sent. */
export const sentPost = (post: PostForm): Post => ({
  name: post.name.trim(),
  authority: post.authority ?? '',
  post: post.post.trim(),
  auxiliary: post.auxiliary,
})

/** A certificate as it is sent. */
export const sentCertificate = (draft: CertificateDraft): CertificateDraft => ({
  ...draft,
  number: draft.number.trim(),
  field: draft.field.trim(),
  area: draft.area.trim(),
})
