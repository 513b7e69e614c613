import { describe, expect, it } from '@jest/globals'
import { first } from '../response-json.js'
import { reportAs, searchFace } from '../session-spec.js'
import { readGetters, startOfficialSdkFixture, uploadFace } from './official-sdk-fixture.js'

const LIVENESS = { type: 'LIVENESS', config: { liveness_type: 'STATIC' } }
const readText = (manual_check: string) => ({
  type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
  config: { manual_check, create_expanded_document_fields: true },
})
const media = (getType: string) => ({ getMedia: expect.objectContaining({ getType }) as unknown })
const APPROVED = { getRecommendation: { getValue: 'APPROVE' } }

const PROFILES = {
  subject: { subject_id: 'subject-12' },
  identity_profile_requirements: {
    trust_framework: 'UK_TFIDA',
    scheme: { type: 'DBS', objective: 'BASIC' },
  },
  advanced_identity_profile_requirements: {
    profiles: [
      {
        trust_framework: 'UK_TFIDA',
        // The client reads a profile without labels as invalid.
        schemes: [
          { type: 'RTW', label: 'rtw' },
          { type: 'DBS', objective: 'STANDARD', label: 'dbs' },
        ],
      },
      { trust_framework: 'YOTI_GLOBAL', schemes: [{ type: 'IDENTITY', label: 'identity' }] },
    ],
  },
}

describe('the official client', () => {
  it('reads the comparison of two documents, the third-party check and the expert text check', async () => {
    await using world = await startOfficialSdkFixture()
    const { result, read } = await world.completeSession({
      requested_checks: [
        LIVENESS,
        { type: 'ID_DOCUMENT_COMPARISON' },
        { type: 'THIRD_PARTY_IDENTITY' },
      ],
      requested_tasks: [readText('ALWAYS')],
    })
    const documents = result.getResources().getIdDocuments()
    const [profile] = result.getThirdPartyIdentityChecks()[0]?.getGeneratedMedia() ?? []
    expect(read).toMatchObject({
      getIdDocumentComparisonChecks: [
        {
          getResourcesUsed: documents.map((one) => one.getId()),
          getReport: {
            getBreakdown: [{ getSubCheck: 'dob_match' }, { getSubCheck: 'name_match' }],
          },
        },
      ],
      getThirdPartyIdentityChecks: [
        { getGeneratedProfile: { getMedia: { getType: 'JSON', getId: profile?.getId() } } },
      ],
      getIdDocumentTextDataChecks: documents.map((document) => ({
        getGeneratedMedia: [{ getId: document.getDocumentFields().getMedia().getId() }],
      })),
      getResources: {
        getIdDocuments: result.getIdDocumentTextDataChecks().map((check) => ({
          getTasks: [
            {
              getGeneratedChecks: [
                { getType: 'ID_DOCUMENT_TEXT_DATA_CHECK', getId: check.getId() },
              ],
            },
          ],
          getExpandedDocumentFields: media('JSON'),
        })),
      },
    })
    const page = first(first(documents).getPages())
    expect(page.getExtractionImageIds()).toEqual([page.getMedia().getId()])
  })

  it.each([
    ['file', { getDocumentFile: media('PDF'), getPages: [] }],
    ['page', { getDocumentFile: undefined, getPages: [media('IMAGE')] }],
  ] as const)('reads a proof of address that came as a %s', async (supplementary, captured) => {
    await using world = await startOfficialSdkFixture()
    const type = 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'
    const spec = {
      requested_tasks: [{ type, config: { manual_check: 'ALWAYS' } }],
      required_documents: [
        { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
      ],
    }
    const { result, read } = await world.completeSession(spec, { supplementary })
    const check = first(result.getSupplementaryDocumentTextDataChecks())
    expect(read).toMatchObject({
      getSupplementaryDocumentTextDataChecks: [{ getReport: APPROVED }],
      getResources: {
        getSupplementaryDocuments: [
          {
            getDocumentType: 'UTILITY_BILL',
            getIssuingCountry: 'GBR',
            ...captured,
            getTasks: [{ getGeneratedChecks: [{ getId: check.getId() }] }],
            getDocumentFields: media('JSON'),
          },
        ],
      },
    })
  })

  it('reads a comparison with the face of the relying business, and a face search', async () => {
    await using world = await startOfficialSdkFixture()
    const comparison = { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } }
    const { id, endUser } = await world.createSession({
      requested_checks: [LIVENESS, comparison, searchFace('MATCH')],
      import_token: { ttl: 2_592_000 },
    })
    await uploadFace(world.client, id)
    await endUser.captureLiveness()
    await endUser.finish()
    await world.clock.advance(600_000)
    const result = await world.client.getSession(id)
    const { getLivenessCapture: lives, getFaceCaptureResources: faces } = readGetters(
      result.getResources(),
    ) as Record<'getLivenessCapture' | 'getFaceCaptureResources', { getId: string }[]>
    const [live, face] = [first(lives).getId, first(faces).getId]
    expect(faces).toMatchObject([{ getImage: media('IMAGE') }])
    expect(readGetters(result)).toMatchObject({
      getFaceComparisonChecks: [{ getResourcesUsed: [live, face], getReport: APPROVED }],
      getChecks: expect.arrayContaining([
        expect.objectContaining({
          getType: 'FAMILIAR_FACE_SEARCH',
          getReport: expect.objectContaining({
            getBreakdown: [
              expect.objectContaining({ getSubCheck: 'face_found_in_pool', getResult: 'PASS' }),
            ],
          }) as unknown,
        }),
      ]) as unknown,
    })
  })

  it('reads the search settings of watchlist checks', async () => {
    await using world = await startOfficialSdkFixture()
    const advanced = (config: object) => ({ type: 'WATCHLIST_ADVANCED_CA', config })
    const { read } = await world.completeSession({
      requested_checks: [
        { type: 'WATCHLIST_SCREENING', config: { categories: ['ADVERSE-MEDIA', 'SANCTIONS'] } },
        advanced({
          type: 'WITH_CUSTOM_ACCOUNT',
          api_key: 'the-businesss-own-key',
          client_ref: 'reference-4',
          monitoring: true,
          tags: { team: 'onboarding' },
          sources: { type: 'TYPE_LIST', types: ['pep', 'sanction'] },
          matching_strategy: { type: 'EXACT' },
          remove_deceased: true,
        }),
        advanced({
          type: 'WITH_YOTI_ACCOUNT',
          sources: { type: 'PROFILE', search_profile: 'p-1' },
          matching_strategy: { type: 'FUZZY', fuzziness: 0.4 },
        }),
      ],
      requested_tasks: [readText('NEVER')],
    })
    const settings = [
      { getCategories: ['ADVERSE-MEDIA', 'SANCTIONS'] },
      {
        getType: 'WITH_CUSTOM_ACCOUNT',
        isRemoveDeceased: true,
        isShareUrl: false,
        getSources: { getType: 'TYPE_LIST', getTypes: ['pep', 'sanction'] },
        getMatchingStrategy: { getType: 'EXACT', isExactMatch: true },
        getApiKey: 'the-businesss-own-key',
        isMonitoring: true,
        getClientRef: 'reference-4',
        getTags: { team: 'onboarding' },
      },
      {
        getType: 'WITH_YOTI_ACCOUNT',
        isRemoveDeceased: false,
        isShareUrl: false,
        getSources: { getType: 'PROFILE', getSearchProfile: 'p-1' },
        getMatchingStrategy: { getType: 'FUZZY', getFuzziness: 0.4 },
      },
    ]
    const none = { getTotalHits: 0, getAssociatedCountryCodes: [], getRawResults: media('JSON') }
    expect(read).toMatchObject({
      getChecks: settings.map((getSearchConfig) => ({
        getReport: { getWatchlistSummary: { ...none, getSearchConfig } },
        getGeneratedProfile: media('JSON'),
      })),
    })
  })

  it('reads identity profiles that are absent, done or aborted', async () => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.finishSession(PROFILES)
    expect(readGetters(await world.client.getSession(id))).toMatchObject({
      getIdentityProfile: undefined,
      getAdvancedIdentityProfile: undefined,
    })
    await world.clock.advance(600_000)
    const done = { getSubjectId: 'subject-12', getResult: 'DONE', getFailureReason: undefined }
    const met = (type: string) => ({ getScheme: { getType: type }, getRequirementsMet: true })
    expect(readGetters(await world.client.getSession(id))).toMatchObject({
      getIdentityProfile: {
        ...done,
        getIdentityProfileReport: {
          getTrustFramework: 'UK_TFIDA',
          getSchemesCompliance: [{ getScheme: { getType: 'DBS' }, isRequirementsMet: true }],
          getMedia: { getType: 'JSON' },
        },
      },
      getAdvancedIdentityProfile: {
        ...done,
        getIdentityProfileReport: {
          getCompliance: [
            { getTrustFramework: 'UK_TFIDA', getSchemesCompliance: [met('RTW'), met('DBS')] },
            { getTrustFramework: 'YOTI_GLOBAL', getSchemesCompliance: [met('IDENTITY')] },
          ],
          getMedia: { getType: 'JSON' },
        },
      },
    })

    await world.configure(reportAs('ID_DOCUMENT_AUTHENTICITY', 'TAMPERED'))
    const { read } = await world.completeSession(PROFILES)
    const aborted = {
      getResult: 'ABORTED',
      getFailureReason: { getReasonCode: 'FRAUD_DETECTED' },
      getIdentityProfileReport: undefined,
    }
    expect(read).toMatchObject({
      getIdentityProfile: aborted,
      getAdvancedIdentityProfile: aborted,
    })
  })
})
