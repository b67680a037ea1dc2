import type { AuthorityKind, AuthorityLevel, CertificateStatus, Relation } from '@/api/register'
import type { useText } from '@/i18n'

type Say = ReturnType<typeof useText>['t']

const KINDS: AuthorityKind[] = ['administrative_organ', 'authorised_organisation', 'entrusted_organisation']
const LEVELS: AuthorityLevel[] = ['national', 'province', 'city', 'district', 'street']
const STATUSES: CertificateStatus[] = ['valid', 'suspended', 'cancelled', 'lost']
const RELATIONS: Relation[] = ['relative', 'property', 'former', 'other']

/** The closed lists of words of the register as the choices of a field. */
export const kindChoices = (t: Say) => KINDS.map((value) => ({ value, label: t(`authorityKind.${value}`) }))
export const levelChoices = (t: Say) => LEVELS.map((value) => ({ value, label: t(`authorityLevel.${value}`) }))
export const statusChoices = (t: Say) => STATUSES.map((value) => ({ value, label: t(`certificateStatus.${value}`) }))
export const relationChoices = (t: Say) => RELATIONS.map((value) => ({ value, label: t(`officerRelation.${value}`) }))
