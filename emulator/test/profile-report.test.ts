import { describe, expect, it } from '@jest/globals'
import { compactVerify, importJWK, type JWK } from 'jose'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first, type ResponseJson } from './response-json.js'
import { extractAs, reportAs, requireProfile } from './session-spec.js'

type Fixture = Awaited<ReturnType<typeof startEmulatorFixture>>
interface Evidence {
  evidence_id: string
}
interface Report {
  identity_assertion: { current_address?: { address: object } }
  verification_report: {
    report_id: string
    schemes_compliance: object[]
    assurance_process: { assurance: { type: string; evidence_links: string[] }[] }
    evidence: { documents: Evidence[]; face: Evidence; electronic_records: Evidence[] }
  }
  verification_reports?: object[]
  profile_match_report?: object
  proof: { jws: string; public_key_url: string }
}

const listPassed = (faceMatch: string) =>
  [
    ...['DOCUMENT_IN_DATE', 'FRAUD_DOCUMENTS_LIST', 'MANUAL_VISUAL_DOCUMENT_AUTHENTICITY'],
    faceMatch,
  ].map((check) => ({ check }))

async function completeProfile(world: Fixture, spec: object, ...document: string[]) {
  const { path } = await world.completeSession(spec, ...document)
  const session = await world.read(path)
  const { identity_profile: simple } = session as Partial<ResponseJson>
  const profile = simple ?? session.advanced_identity_profile
  const { id } = profile.identity_profile_report.media
  const { json } = await world.signed('GET', `${path}/media/${id}/content`)
  return { path, session, profile, report: json as unknown as Report }
}

/** The four steps of Yoti's documentation, without the emulator's own code. */
async function verifyProof({ proof, ...rest }: Report) {
  const { keys } = (await (await fetch(proof.public_key_url)).json()) as { keys: JWK[] }
  const [header = '', payload, signature = ''] = proof.jws.split('.')
  expect(payload).toBe('')
  const unsigned = { ...rest, proof: { ...proof, jws: '' } }
  const text = JSON.stringify(unsigned, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  )
  const jws = `${header}.${Buffer.from(text).toString('base64url')}.${signature}`
  const { protectedHeader } = await compactVerify(jws, await importJWK(first(keys), 'EdDSA'))
  expect(keys).toEqual([expect.objectContaining({ kid: protectedHeader.kid, crv: 'Ed25519' })])
  return protectedHeader.alg
}

describe('the report of an identity profile', () => {
  it('has a proof that verifies, and does not verify after a change', async () => {
    await using world = await startEmulatorFixture()
    const { report } = await completeProfile(world, requireProfile('RTW'))
    expect(report.proof.public_key_url).toBe(`${world.emulator.apiUrl}/report-keys`)
    expect(await verifyProof(report)).toBe('EdDSA')
    const forged = structuredClone(report)
    forged.verification_report.report_id = 'another'
    await expect(verifyProof(forged)).rejects.toThrow('signature verification failed')
    const other = { ...report.proof, public_key_url: `${report.proof.public_key_url}?` }
    await expect(verifyProof({ ...report, proof: other })).rejects.toThrow('verification failed')
  })

  it('names the documents, the face and the records that it rests on', async () => {
    await using world = await startEmulatorFixture()
    const { report, session } = await completeProfile(world, requireProfile('RTW'))
    const { evidence, assurance_process: process } = report.verification_report
    const findCheck = (type: string) => first(session.checks.filter((one) => one.type === type)).id
    const document = first(session.resources.id_documents)
    expect(report.identity_assertion).toMatchObject({
      current_name: { given_names: expect.stringMatching(/^[^a-z]+$/) },
      date_of_birth: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    })
    expect(report).not.toHaveProperty('authentication_report')
    expect(report.verification_report).toMatchObject({
      subject_id: 'subject-1',
      trust_framework: 'UK_TFIDA',
      schemes_compliance: [{ scheme: { type: 'RTW' }, requirements_met: true }],
      assurance_process: { policy: 'GPG45', level_of_assurance: 'MEDIUM', procedure: 'M1A' },
    })
    expect(report.verification_report).not.toHaveProperty('address_verification')
    expect(evidence).toMatchObject({
      documents: [
        {
          document_fields: { document_type: 'PASSPORT', issuing_country: 'GBR' },
          passed_checks: listPassed('AUTOMATED_FACE_MATCH'),
          verifying_org: 'Yoti Ltd.',
          resource_ids: [document.id],
          check_ids: [findCheck('ID_DOCUMENT_AUTHENTICITY'), findCheck('ID_DOCUMENT_FACE_MATCH')],
        },
      ],
      face: {
        initial_liveness: { type: 'STATIC' },
        resource_ids: [first(session.resources.liveness_capture).id],
        check_ids: [findCheck('LIVENESS')],
      },
      electronic_records: [
        {
          identity_details: { date_of_birth: expect.any(String), family_name: expect.any(String) },
          provider_org: 'Cifas Ltd.',
          check_ids: [findCheck('THIRD_PARTY_IDENTITY_FRAUD_1')],
        },
      ],
    })
    const { evidence_id: documentId } = first(evidence.documents)
    const { evidence_id: recordId } = first(evidence.electronic_records)
    expect(process.assurance.map((one) => [one.type, one.evidence_links])).toEqual([
      ['EVIDENCE_STRENGTH', [documentId]],
      ['EVIDENCE_VALIDITY', [documentId]],
      ['IDENTITY_FRAUD', [recordId]],
      ['VERIFICATION', [documentId, evidence.face.evidence_id]],
    ])
  })

  it('has one verification report for each framework of an advanced profile', async () => {
    await using world = await startEmulatorFixture()
    const { report, session } = await completeProfile(world, {
      advanced_identity_profile_requirements: {
        profiles: [
          {
            trust_framework: 'UK_TFIDA',
            schemes: [{ type: 'DBS_RTW', objective: 'STANDARD', label: 'both' }],
          },
          { trust_framework: 'YOTI_GLOBAL', schemes: [{ type: 'IDENTITY', objective: 'AL_M1' }] },
        ],
      },
    })
    expect(report).not.toHaveProperty('verification_report')
    expect(report.verification_reports).toMatchObject([
      {
        trust_framework: 'UK_TFIDA',
        schemes_compliance: [
          { scheme: { type: 'DBS', objective: 'STANDARD', label: 'both' } },
          { scheme: { type: 'RTW', label: 'both' } },
        ],
        assurance_process: { level_of_assurance: 'HIGH', procedure: 'H2B' },
        evidence: {
          documents: [{ passed_checks: listPassed('AUTOMATED_FACE_MATCH_HIGHER_THRESHOLD') }],
        },
      },
      {
        trust_framework: 'YOTI_GLOBAL',
        evidence: {
          documents: [
            {
              media_ids: [first(first(session.resources.id_documents).pages).media.id],
              audit_ids: [expect.any(String), expect.any(String)],
            },
          ],
        },
      },
    ])
    expect(await verifyProof(report)).toBe('EdDSA')
  })

  it('has the address of a licence, verified by the records without a search', async () => {
    await using world = await startEmulatorFixture()
    const spec = requireProfile('IDENTITY_PLUS_ADDRESS', 'AL_M1', 'YOTI_GLOBAL')
    const { report, session } = await completeProfile(world, spec, 'GBR', 'DRIVING_LICENCE')
    const { documents, electronic_records: records } = report.verification_report.evidence
    expect(session.resources.applicant_profiles).toEqual([])
    expect(session.checks.map(({ type }) => type)).not.toContain('THIRD_PARTY_IDENTITY')
    expect(report.identity_assertion.current_address).toMatchObject({
      address: { address_format: 1, postal_code: expect.any(String) },
    })
    expect(report.verification_report).toMatchObject({
      address_verification: {
        current_address_verified: true,
        evidence_links: [...documents, ...records].map(({ evidence_id: id }) => id),
      },
    })
  })

  it('has the address that the user keyed in, found by a search', async () => {
    await using world = await startEmulatorFixture()
    const spec = requireProfile('IDENTITY_PLUS_ADDRESS', 'AL_M1', 'YOTI_GLOBAL')
    const { report, session, path } = await completeProfile(world, spec)
    const keyed = first(session.resources.applicant_profiles)
    expect(keyed).toMatchObject({ source: { type: 'END_USER' }, media: { type: 'JSON' } })
    const { json } = await world.signed('GET', `${path}/media/${keyed.media.id}/content`)
    const { structured_postal_address: address } = json as unknown as Record<string, object>
    expect(report.identity_assertion.current_address).toEqual({ address })
    const search = session.checks.find(({ type }) => type === 'THIRD_PARTY_IDENTITY')
    expect(search?.report.breakdown.map((one) => one.sub_check)).toContain('address_match')
    expect(report.verification_report).toMatchObject({
      address_verification: { current_address_verified: true },
      evidence: {
        electronic_records: [
          { provider_org: 'Cifas Ltd.' },
          { provider_org: 'TransUnion Ltd.', audit_ids: [search?.id] },
        ],
      },
    })
  })

  it('is done with an unmet DBS scheme when a BASIC address could not be verified', async () => {
    await using world = await startEmulatorFixture()
    await world.configure(reportAs('THIRD_PARTY_IDENTITY_FRAUD_1', 'UNABLE_TO_VERIFY_ADDRESS'))
    const spec = requireProfile('DBS_RTW', 'BASIC')
    const { report, profile, session } = await completeProfile(world, spec)
    const unmet = {
      scheme: { type: 'DBS', objective: 'BASIC' },
      requirements_met: false,
      requirements_not_met_info: 'UNABLE_TO_VERIFY_ADDRESS',
    }
    const met = { scheme: { type: 'RTW' }, requirements_met: true }
    expect(profile).toMatchObject({ result: 'DONE' })
    expect(profile.identity_profile_report).toMatchObject({ schemes_compliance: [unmet, met] })
    const fraud = session.checks.find(({ type }) => type === 'THIRD_PARTY_IDENTITY_FRAUD_1')
    expect(report.verification_report).toMatchObject({
      address_verification: { current_address_verified: false },
      schemes_compliance: [
        {
          ...unmet,
          requirements_not_met_details: [{ failure_type: 'IDENTITY_CHECK', audit_id: fraud?.id }],
        },
        met,
      ],
    })
  })

  it('of DBS_RTW does not meet RTW with a passport of another country', async () => {
    await using world = await startEmulatorFixture()
    const spec = requireProfile('DBS_RTW', 'BASIC')
    const { report } = await completeProfile(world, spec, 'FRA', 'PASSPORT')
    expect(report.verification_report.schemes_compliance).toMatchObject([
      { scheme: { type: 'DBS' }, requirements_met: true },
      { requirements_met: false, requirements_not_met_info: 'MANDATORY_DOCUMENT_NOT_PROVIDED' },
    ])
  })

  it('has a preview without evidence when create_identity_profile_preview is true', async () => {
    await using world = await startEmulatorFixture()
    const spec = { ...requireProfile('RTW'), create_identity_profile_preview: true }
    const { path, session, report } = await completeProfile(world, spec)
    const { id } = session.identity_profile_preview.media
    const { json } = await world.signed('GET', `${path}/media/${id}/content`)
    expect(json).toEqual(report.identity_assertion)
  })
})

describe('the match report', () => {
  const FIELDS = {
    full_name: 'IRÍS ANNA VALE-MOOR',
    given_names: 'IRÍS ANNA',
    family_name: 'VALE-MOOR',
    date_of_birth: '1990-02-03',
    structured_postal_address: {
      address_format: 1,
      building_number: '3',
      address_line1: '3 MILL ROW',
      postal_code: 'YO1 7AA',
    },
    // The proof sorts names by UTF-16 code units, as RFC 8785 requires.
    ...{ '\ufb33': 1e21, '\ud83d\ude00': 'é"', '\r': null },
  }
  const address = (fields: object) => ({
    structured_postal_address: { address_format: 1, building_number: '3', ...fields },
  })
  const [MATCH, PARTIAL, NO_MATCH] = ['MATCH', 'PARTIAL', 'NO_MATCH'].map((result) => ({ result }))

  const match = async (profile: object, fields: object = FIELDS) => {
    await using world = await startEmulatorFixture()
    await world.configure(extractAs({ result: { document_fields: fields } }))
    const spec = { ...requireProfile('RTW'), resources: { applicant_profile: profile } }
    const { report, profile: result } = await completeProfile(world, spec)
    expect(result.result).toBe('DONE')
    expect(await verifyProof(report)).toBe('EdDSA')
    return report.profile_match_report
  }

  it.each([
    [{ first_name: 'Iris', middle_name: 'Anna', family_name: 'Vale-Moor' }, { name: MATCH }],
    [{ given_names: 'Irís Anna', family_name: 'Vale Moor' }, { name: MATCH }],
    [{ full_name: 'iris anna vale-moor' }, { name: MATCH }],
    [{ first_name: 'Iris', family_name: 'Vale-Moor' }, { name: PARTIAL }],
    [{ full_name: 'Rose Vale' }, { name: PARTIAL }],
    [{ full_name: 'Rose Hill' }, { name: NO_MATCH }],
    [{ date_of_birth: '1990-02-03' }, { dob: MATCH }],
    [{ date_of_birth: '1990-02' }, { dob: PARTIAL }],
    [{ date_of_birth: '1990' }, { dob: PARTIAL }],
    [{ date_of_birth: '1990-03' }, { dob: NO_MATCH }],
    [address({ address_line1: '3 Mill Row', country_iso: 'GBR' }), { address: MATCH }],
    [address({ address_line1: '3 Mill Row', postal_code: 'LS1 1AA' }), { address: PARTIAL }],
    [address({ building_number: '4', postal_code: 'LS1 1AA' }), { address: NO_MATCH }],
  ])('for %j says %j', async (profile, verdict) => {
    const nothing = { name: null, dob: null, address: null }
    expect(await match(profile)).toMatchObject({ ...nothing, ...verdict })
  })

  it('is null for an address when no document has one, and repeats all 24 parts', async () => {
    const { structured_postal_address: _, ...withoutAddress } = FIELDS
    const lines = { address_line4: 'Mill', address_line5: 'Row', address_line6: 'York' }
    const report = await match({ full_name: 'Iris Vale', ...address(lines) }, withoutAddress)
    const unused = { given_names: '', first_name: '', middle_name: '', family_name: '' }
    expect(report).toEqual({
      provided_profile: {
        current_name: { ...unused, full_name: 'Iris Vale' },
        date_of_birth: '',
        current_address: {
          address: expect.objectContaining({ address_format: 1, ...lines, udprn: '' }),
          move_in: '',
        },
      },
      name: { result: 'PARTIAL' },
      dob: null,
      address: null,
    })
    const { provided_profile: provided } = report as {
      provided_profile: { current_address: { address: object } }
    }
    expect(Object.keys(provided.current_address.address)).toHaveLength(24)
  })
})
