import type { SessionSpec } from '../session-spec.js'

/** Identity profiles: Yoti chooses the checks that the scheme requires and evaluates them. */
export const PROFILE_PRESETS = {
  'right-to-work': {
    identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } },
  },
  'right-to-rent': {
    identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTR' } },
  },
  dbs: {
    identity_profile_requirements: {
      trust_framework: 'UK_TFIDA',
      scheme: { type: 'DBS', objective: 'BASIC' },
    },
  },
  'advanced-identity-profile': {
    advanced_identity_profile_requirements: {
      profiles: [
        {
          trust_framework: 'UK_TFIDA',
          schemes: [
            { label: 'right-to-work', type: 'RTW' },
            { label: 'dbs-basic', type: 'DBS', objective: 'BASIC' },
          ],
        },
        {
          trust_framework: 'YOTI_GLOBAL',
          schemes: [
            {
              label: 'identity',
              type: 'IDENTITY',
              objective: 'AL_L1',
              config: {
                filter: {
                  type: 'DOCUMENT_RESTRICTIONS',
                  inclusion: 'INCLUDE',
                  documents: [{ country_codes: ['GBR'], document_types: ['PASSPORT'] }],
                },
              },
            },
          ],
        },
      ],
    },
  },
} satisfies Record<string, SessionSpec>
