import type { Session } from '../sessions/session.js'

/** What the pages need of the scenarios, when this server has any. */
export interface ScenarioPicker {
  /** Why the name cannot be chosen; undefined when it can. */
  validateName(name: string): string | undefined
  toPickerView(chosen?: string): object | undefined
  toSessionView(session: Session): object | undefined
}
