import { describe, expect, it } from '@jest/globals'
import yoti from 'yoti'
import { first } from '../response-json.js'
import {
  startOfficialSdkFixture,
  createSpecBuilder,
  type SessionSpecification,
  readGetters,
} from './official-sdk-fixture.js'
import { buildAuthenticityRejection } from './build-response-config.js'

const simple = createSpecBuilder()
  .withSubject({ subject_id: 'subject-12' })
  .withIdentityProfileRequirements({
    trust_framework: 'UK_TFIDA',
    scheme: { type: 'DBS', objective: 'BASIC' },
  })
  .build()

const scheme = (label: string, type: string, objective?: string) => {
  const builder = new yoti.AdvancedIdentityProfileSchemeBuilder().withLabel(label).withType(type)
  return (objective === undefined ? builder : builder.withObjective(objective)).build()
}
const profile = (framework: string, ...schemes: ReturnType<typeof scheme>[]) => {
  const builder = new yoti.AdvancedIdentityProfileBuilder().withTrustFramework(framework)
  for (const one of schemes) builder.withScheme(one)
  return builder.build()
}
const advanced = createSpecBuilder()
  .withSubject({ subject_id: 'subject-12' })
  .withAdvancedIdentityProfileRequirements(
    new yoti.AdvancedIdentityProfileRequirementsBuilder()
      .withProfile(profile('UK_TFIDA', scheme('rtw', 'RTW'), scheme('dbs', 'DBS', 'STANDARD')))
      .withProfile(profile('YOTI_GLOBAL', scheme('identity', 'IDENTITY', 'AL_L1')))
      .build(),
  )
  .build()

describe('the official client', () => {
  it('reads no profile before a session with profile requirements is completed', async () => {
    await using world = await startOfficialSdkFixture()
    for (const spec of [simple, advanced]) {
      const fresh = await world.createSession(spec)
      const finished = await world.finishSession(spec)

      for (const { id } of [fresh, finished]) {
        const session = await world.client.getSession(id)
        readGetters(session)
        expect(session.getIdentityProfile()).toBeUndefined()
        expect(session.getAdvancedIdentityProfile()).toBeUndefined()
      }
    }
  })

  it('reads an identity profile whose requirements are met', async () => {
    await using world = await startOfficialSdkFixture()

    const { id, result } = await world.completeSession(simple)

    expect(readGetters(result.getIdentityProfile())).toMatchObject({
      getSubjectId: 'subject-12',
      getResult: 'DONE',
      getFailureReason: undefined,
      getIdentityProfileReport: {
        getTrustFramework: 'UK_TFIDA',
        getSchemesCompliance: [
          {
            getScheme: { getType: 'DBS', getObjective: 'BASIC' },
            isRequirementsMet: true,
            getRequirementsNotMetInfo: undefined,
          },
        ],
        getMedia: { getType: 'JSON' },
      },
    })
    expect(result.getAdvancedIdentityProfile()).toBeUndefined()
    const report = result.getIdentityProfile().getIdentityProfileReport()
    const media = await world.client.getMediaContent(id, report?.getMedia().getId() ?? '')
    expect(media?.getMimeType()).toBe('application/json')
    expect(JSON.parse(media?.getContent().toString() ?? '')).toHaveProperty('verification_report')
  })

  it('reads an advanced identity profile, scheme by scheme', async () => {
    await using world = await startOfficialSdkFixture()

    const { result } = await world.completeSession(advanced)

    const met = { getRequirementsMet: true, getRequirementsNotMetInfo: undefined }
    expect(readGetters(result.getAdvancedIdentityProfile())).toMatchObject({
      getSubjectId: 'subject-12',
      getResult: 'DONE',
      getIdentityProfileReport: {
        getCompliance: [
          {
            getTrustFramework: 'UK_TFIDA',
            getSchemesCompliance: [
              { ...met, getScheme: { getType: 'RTW', getObjective: undefined, getLabel: 'rtw' } },
              { ...met, getScheme: { getType: 'DBS', getObjective: 'STANDARD', getLabel: 'dbs' } },
            ],
          },
          {
            getTrustFramework: 'YOTI_GLOBAL',
            getSchemesCompliance: [
              { ...met, getScheme: { getType: 'IDENTITY', getObjective: 'AL_L1' } },
            ],
          },
        ],
        getMedia: { getType: 'JSON' },
      },
    })
    expect(result.getIdentityProfile()).toBeUndefined()
  })

  it.each<[string, SessionSpecification]>([
    ['an identity profile', simple],
    ['an advanced identity profile', advanced],
  ])('reads why %s was aborted', async (_, spec) => {
    await using world = await startOfficialSdkFixture('sandboxUrl')
    await world.sandboxClient.configureApplicationResponse(buildAuthenticityRejection('TAMPERED'))

    const { result } = await world.completeSession(spec)

    readGetters(result)
    const aborted =
      spec === simple ? result.getIdentityProfile() : result.getAdvancedIdentityProfile()
    expect(aborted.getResult()).toBe('ABORTED')
    expect(aborted.getFailureReason()?.getReasonCode()).toBe('FRAUD_DETECTED')
    expect(aborted.getIdentityProfileReport()).toBeUndefined()
    expect(first(result.getAuthenticityChecks()).getReport().getRecommendation().getReason()).toBe(
      'TAMPERED',
    )
  })
})
