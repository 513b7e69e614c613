import { v4 as uuid } from 'uuid'
import type { YotiClient } from '../yoti/client.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { LimitError } from './errors.js'
import { composeSpec, type Preset, type ServerPart } from './preset.js'
import type { SessionScenario } from './session-scenario.js'
import { keepRequested } from './requested.js'
import { endOfYotisMemory } from './schedule.js'
import type { Session } from './session.js'
import type { Handover, Party, SessionStore } from './store.js'

export interface CreationOptions {
  yoti: Pick<YotiClient, 'createSession'>
  /** Takes response configurations; undefined on live. */
  sandbox: Pick<YotiClient, 'configureSessionResponse'> | undefined
  store: SessionStore
  target: string
  server: ServerPart
  /** What Yoti is to tell us, for the session of this reference; undefined when it cannot reach us. */
  describeNotifications: ((reference: string) => SessionSpec['notifications']) | undefined
  /** Whether the daily limits hold. */
  limited: boolean
  onCreated: (session: Session) => void
  now: () => number
}

/** What a new session asks for. */
export interface Plan {
  preset: Preset
  scenario?: SessionScenario | undefined
}

/** Whom a new session is for. */
export type Whom = Pick<Session, 'ownerHash' | 'callerHash' | 'userReference' | 'returnUrl'>

const ONE_DAY = 24 * 60 * 60 * 1000
/** Each session is billed, but for those of a scenario. */
const DAILY_LIMIT = { person: 20, caller: 10_000 }

export function createCreation(options: CreationOptions) {
  const { yoti, sandbox, store, target, server, now } = options
  const { describeNotifications, limited, onCreated } = options
  // A preset of the configuration is composed once.
  const specs = new WeakMap<Preset, SessionSpec>()
  const findSpec = (preset: Preset): SessionSpec => {
    const spec = specs.get(preset) ?? composeSpec(preset, server)
    specs.set(preset, spec)
    return spec
  }

  const requireRoom = async (party: Party, limit: number, whose: string): Promise<void> => {
    const time = now()
    const { count, firstAt } = await store.countSince(party, time - ONE_DAY)
    if (count < limit) return
    throw new LimitError(
      `${whose} reached its limit of ${limit} sessions in a day. Go on with the one there is, or try again later.`,
      Math.max(1, Math.ceil((firstAt + ONE_DAY - time) / 1000)),
    )
  }

  const requireRoomFor = async ({ ownerHash, callerHash, userReference }: Whom): Promise<void> => {
    if (!limited) return
    if (callerHash === undefined) {
      if (ownerHash === undefined) return
      await requireRoom({ ownerHash }, DAILY_LIMIT.person, 'This browser')
    } else {
      if (userReference !== undefined) {
        const person = { callerHash, userReference }
        await requireRoom(person, DAILY_LIMIT.person, 'This user reference')
      }
      await requireRoom({ callerHash }, DAILY_LIMIT.caller, 'This API caller')
    }
  }

  /**
   * A new session at Yoti, then kept. Between the two a crash loses (and bills) it: the one window
   * that cannot be closed, since Yoti takes no idempotency key.
   */
  return async ({ preset, scenario }: Plan, whom: Whom, handover?: Handover): Promise<Session> => {
    if (scenario === undefined) await requireRoomFor(whom)
    const reference = uuid()
    const spec = findSpec(preset)
    const notifications = describeNotifications?.(reference)
    const created = await yoti.createSession({
      ...spec,
      ...(notifications === undefined ? {} : { notifications }),
      ...(whom.userReference === undefined ? {} : { user_tracking_id: whom.userReference }),
    })
    if (scenario?.responseConfig !== undefined) {
      await sandbox?.configureSessionResponse(created.session_id, scenario.responseConfig)
    }
    const createdAt = now()
    const tokenExpiresAt = createdAt + created.client_session_token_ttl * 1000
    const session: Session = {
      sessionId: created.session_id,
      reference,
      target,
      ...whom,
      presetName: preset.name,
      ...(scenario === undefined ? {} : { scenario: scenario.name }),
      requested: keepRequested(spec),
      state: 'ONGOING',
      outcome: 'PENDING',
      reasons: [],
      checks: [],
      clientSessionToken: created.client_session_token,
      createdAt,
      tokenExpiresAt,
      readAt: createdAt,
      forgottenAt: endOfYotisMemory({ tokenExpiresAt }, server.resourcesTtl),
    }
    await store.insert(session, handover)
    onCreated(session)
    return session
  }
}
