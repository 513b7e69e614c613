import type { Session } from './session.js'

export interface Handover {
  tokenHash: string
  expiresAt: number
}

export interface Browser {
  current: string | undefined
  next: string
}

/** The links by which a browser becomes the owner of a session, or its phone. */
export interface LinkStore {
  replaceHandover(
    sessionId: string,
    handover: Handover,
    changes: Pick<Session, 'returnUrl' | 'locale'>,
  ): Promise<void>
  /**
   * The `next` owner takes over all sessions of the `current` one. If `current` or `next` has
   * redeemed the link before, resolves to its session unchanged.
   */
  redeemHandover(tokenHash: string, owner: Browser, now: number): Promise<Session | undefined>
  /** Also revokes the phone that redeemed an earlier link. */
  replacePhoneLink(sessionId: string, link: Handover): Promise<void>
  /** For the owner and its phone even after the link was redeemed. */
  findByPhoneLink(
    tokenHash: string,
    current: string | undefined,
    now: number,
  ): Promise<Session | undefined>
  /** As `redeemHandover`, for the phone. The owner gets its session unchanged. */
  redeemPhoneLink: LinkStore['redeemHandover']
}
