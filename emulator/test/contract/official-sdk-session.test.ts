import { describe, expect, it } from '@jest/globals'
import { first } from '../response-json.js'
import { captureAllResources } from './capture-all-resources.js'
import {
  buildDefaultSpec,
  startOfficialSdkFixture,
  type OfficialSession,
  readGetters,
} from './official-sdk-fixture.js'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Calls every getter at every depth, because the official parsers throw on invalid data. */
const readAll = (session: OfficialSession) => readGetters(session)

describe('the official client', () => {
  it('reads a fresh session', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, created } = await world.createSession(buildDefaultSpec())
    expect([id, created.getClientSessionToken()]).toEqual([
      expect.stringMatching(UUID),
      expect.stringMatching(UUID),
    ])
    expect(created.getClientSessionTokenTtl()).toBe(899)
    await world.clock.advance(10_000)

    const session = await world.client.getSession(id)

    expect(readAll(session)).toMatchObject({
      getSessionId: id,
      getState: 'ONGOING',
      getClientSessionToken: created.getClientSessionToken(),
      getClientSessionTokenTtl: 889,
      getUserTrackingId: 'customer-7781',
      getBiometricConsentTimestamp: undefined,
      getChecks: [],
      getIdentityProfile: undefined,
      getAdvancedIdentityProfile: undefined,
      getResources: {
        getIdDocuments: [],
        getSupplementaryDocuments: [],
        getLivenessCapture: [],
        getFaceCaptureResources: [],
        getShareCodeResources: [],
      },
    })
  })

  it('reads a session with a chosen document but no captured page', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, endUser } = await world.createSession(buildDefaultSpec())
    await endUser.chooseDocument('GBR', 'DRIVING_LICENCE')

    const session = await world.client.getSession(id)

    readAll(session)
    const document = first(session.getResources().getIdDocuments())
    expect(document.getDocumentType()).toBe('DRIVING_LICENCE')
    expect(document.getIssuingCountry()).toBe('GBR')
    expect(document.getPages()).toHaveLength(2)
    for (const page of document.getPages()) {
      expect(page.getCaptureMethod()).toBeUndefined()
      expect(page.getMedia()).toBeUndefined()
      expect(page.getFrames().map((frame) => frame.getMedia())).toEqual([undefined, undefined])
    }
    expect(document.getDocumentFields()).toBeUndefined()
    const task = first(document.getTextExtractionTasks())
    expect(task.getState()).toBe('CREATED')
    expect(task.getGeneratedMedia()).toEqual([])
    expect(task.getGeneratedChecks()).toEqual([])
  })

  it('reads a session in the middle of the capture', async () => {
    await using world = await startOfficialSdkFixture()
    const { id, endUser } = await world.createSession(buildDefaultSpec())
    await captureAllResources(endUser)
    // The additional images of a page arrive shortly after it.
    const [early] = (await world.client.getSession(id)).getResources().getIdDocuments()
    await world.clock.advance(10_000)

    const session = await world.client.getSession(id)

    readAll(session)
    expect(session.getState()).toBe('ONGOING')
    expect(session.getBiometricConsentTimestamp().toISOString()).toBe('2025-02-11T09:12:00.000Z')
    const document = first(session.getResources().getIdDocuments())
    const page = first(document.getPages())
    expect(page.getCaptureMethod()).toBe('CAMERA')
    expect(page.getMedia().getType()).toBe('IMAGE')
    const frames = [...(early?.getPages() ?? []), page].map((one) =>
      one.getFrames().map((frame) => typeof frame.getMedia()),
    )
    expect(frames).toEqual([
      ['undefined', 'undefined'],
      ['object', 'object'],
    ])
    const task = first(document.getTextExtractionTasks())
    expect(task.getType()).toBe('ID_DOCUMENT_TEXT_DATA_EXTRACTION')
    expect(task.getState()).toBe('DONE')
    expect(task.getCreated().toISOString()).toBe('2025-02-11T09:12:00.000Z')
    expect(first(task.getGeneratedMedia()).getId()).toBe(
      document.getDocumentFields().getMedia().getId(),
    )
    expect(document.getDocumentIdPhoto().getMedia().getType()).toBe('IMAGE')
    const liveness = first(session.getResources().getStaticLivenessResources())
    expect(liveness.getLivenessType()).toBe('STATIC')
    expect(liveness.getImage().getType()).toBe('IMAGE')
    const check = first(session.getLivenessChecks())
    expect(check.getState()).toBe('DONE')
    expect(check.getResourcesUsed()).toEqual([liveness.getId()])
    expect(session.getChecks()).toHaveLength(1)
  })

  it('reads a finished session whose checks are pending, and each step until they are done', async () => {
    await using world = await startOfficialSdkFixture()
    const { id } = await world.finishSession(buildDefaultSpec())

    const session = await world.client.getSession(id)
    readAll(session)
    expect(session.getState()).toBe('ONGOING')
    expect(session.getClientSessionToken()).toBeUndefined()
    for (const check of [...session.getAuthenticityChecks(), ...session.getFaceMatchChecks()]) {
      expect(check.getState()).toBe('PENDING')
      expect(check.getReport()).toBeUndefined()
      expect(check.getGeneratedMedia()).toEqual([])
    }

    const states = new Set<string>()
    for (let step = 0; step < 60; step++) {
      await world.clock.advance(100)
      const between = await world.client.getSession(id)
      readAll(between)
      const done = between.getChecks().filter((check) => check.getState() === 'DONE')
      states.add(`${done.length} of ${between.getChecks().length}, ${between.getState()}`)
    }
    expect([...states]).toEqual(['1 of 3, ONGOING', '2 of 3, ONGOING', '3 of 3, COMPLETED'])
  })

  it('reads a completed session', async () => {
    await using world = await startOfficialSdkFixture()

    const { result } = await world.completeSession(buildDefaultSpec())

    readAll(result)
    expect(result.getState()).toBe('COMPLETED')
    expect(result.getClientSessionToken()).toBeUndefined()
    const documentId = first(result.getResources().getIdDocuments()).getId()
    const authenticity = first(result.getAuthenticityChecks())
    expect(authenticity.getResourcesUsed()).toEqual([documentId])
    expect(authenticity.getReport().getRecommendation().getValue()).toBe('APPROVE')
    expect(authenticity.getReport().getRecommendation().getReason()).toBeUndefined()
    const subChecks = authenticity.getReport().getBreakdown()
    expect(subChecks.map((one) => one.getSubCheck())).toContain('mrz_validation')
    expect(new Set(subChecks.map((one) => one.getResult()))).toEqual(new Set(['PASS']))
    expect(subChecks.map((one) => one.getProcess())).toContain('EXPERT_REVIEW')
    const [score] = first(
      first(result.getFaceMatchChecks()).getReport().getBreakdown(),
    ).getDetails()
    expect(score?.getName()).toBe('confidence_score')
    expect(score?.getValue()).toMatch(/^[01]\.\d\d$/)
    expect(authenticity.getLastUpdated().getTime()).toBeGreaterThan(
      authenticity.getCreated().getTime(),
    )
  })

  it('reads a session that expired before or during the capture', async () => {
    await using world = await startOfficialSdkFixture()
    const untouched = await world.createSession(buildDefaultSpec())
    const begun = await world.createSession(buildDefaultSpec())
    await captureAllResources(begun.endUser)
    await world.clock.advance(901_000)

    for (const { id } of [untouched, begun]) {
      const session = await world.client.getSession(id)
      readAll(session)
      expect(session.getState()).toBe('EXPIRED')
      expect(session.getClientSessionTokenTtl()).toBe(0)
      expect(session.getClientSessionToken()).toBeUndefined()
    }
  })

  it('reads the supported documents with and without non-Latin ones', async () => {
    await using world = await startOfficialSdkFixture()

    const latin = readSupported(await world.client.getSupportedDocuments(false))
    const all = readSupported(await world.client.getSupportedDocuments(true))

    const britain = latin.find((country) => country.getCode === 'GBR')
    expect(britain?.getSupportedDocuments).toContainEqual({
      getType: 'PASSPORT',
      getIsStrictlyLatin: true,
    })
    expect(all.length).toBeGreaterThanOrEqual(206)
    const count = (countries: SupportedCountry[]) =>
      countries.flatMap((country) => country.getSupportedDocuments).length
    expect(count(all)).toBeGreaterThan(count(latin))
  })
})

interface SupportedCountry {
  getCode: string
  getSupportedDocuments: { getType: string; getIsStrictlyLatin: boolean }[]
}

function readSupported(answer: object): SupportedCountry[] {
  return (readGetters(answer) as { getSupportedCountries: SupportedCountry[] })
    .getSupportedCountries
}
