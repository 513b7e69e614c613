import sandbox from '@getyoti/sdk-sandbox'
import yoti from 'yoti'
import { createManualClock, startEmulator } from '../../src/emulator/start.js'
import { createYotiClient } from '../../src/yoti/client.js'
import type { SessionSpec } from '../../src/yoti/session-spec.js'
import { createEndUser } from '../emulator/end-user.js'
import { createApplication } from '../support/application.js'
import { captureEverything, type CaptureChoices } from './capture-everything.js'

export type SessionSpecification = ReturnType<
  InstanceType<typeof yoti.SessionSpecificationBuilder>['build']
>
export type OfficialSession = Awaited<ReturnType<InstanceType<typeof yoti.IDVClient>['getSession']>>

const APPLICATION = createApplication()

/** An emulator on a manual clock, and Yoti's own clients pointed at one of its prefixes. */
export async function startOfficialWorld(prefix: 'apiUrl' | 'sandboxUrl' = 'apiUrl') {
  const clock = createManualClock()
  const emulator = await startEmulator({ port: 0, clock, applications: [APPLICATION] })
  const apiUrl = emulator[prefix]
  const { sdkId, privatePem } = APPLICATION
  const client = new yoti.IDVClient(sdkId, privatePem, { apiUrl })

  async function createSession(spec: SessionSpecification) {
    const created = await client.createSession(spec)
    const id = created.getSessionId()
    return { id, created, endUser: createEndUser(apiUrl, id, created.getClientSessionToken()) }
  }

  /** Of a specification that the official builders cannot express. */
  async function createOwnSession(spec: SessionSpec) {
    const ours = createYotiClient({ ...APPLICATION, apiUrl })
    const { session_id: id, client_session_token: token } = await ours.createSession(spec)
    ours.close()
    return { id, endUser: createEndUser(apiUrl, id, token) }
  }

  async function finishSession(spec: SessionSpecification, choices?: CaptureChoices) {
    const session = await createSession(spec)
    await captureEverything(session.endUser, choices)
    const { status } = await session.endUser.finish()
    if (status !== 204) throw new Error(`Finishing answered ${status}.`)
    return session
  }

  return {
    clock,
    emulator,
    apiUrl,
    client,
    application: APPLICATION,
    sandboxClient: new sandbox.SandboxIDVClientBuilder()
      .withClientSdkId(sdkId)
      .withPemString(privatePem)
      .withSandboxUrl(emulator.sandboxUrl)
      .build(),
    createSession,
    createOwnSession,
    finishSession,

    /** The result of a session whose person did everything and whose checks are done. */
    async completeSession(spec: SessionSpecification, choices?: CaptureChoices) {
      const session = await finishSession(spec, choices)
      await clock.advance(600_000)
      return { ...session, result: await client.getSession(session.id) }
    },

    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

/** Authenticity, liveness, face match and text, as the official documentation begins. */
export function buildUsualSpec(): SessionSpecification {
  return startSpec()
    .withUserTrackingId('customer-7781')
    .withRequestedCheck(
      new yoti.RequestedDocumentAuthenticityCheckBuilder().withManualCheckFallback().build(),
    )
    .withRequestedCheck(
      new yoti.RequestedLivenessCheckBuilder().forStaticLiveness().withMaxRetries(3).build(),
    )
    .withRequestedCheck(new yoti.RequestedFaceMatchCheckBuilder().withManualCheckFallback().build())
    .withRequestedTask(
      new yoti.RequestedTextExtractionTaskBuilder().withManualCheckFallback().build(),
    )
    .build()
}

export function startSpec() {
  return new yoti.SessionSpecificationBuilder()
    .withClientSessionTokenTtl(900)
    .withResourcesTtl(90_000)
}
