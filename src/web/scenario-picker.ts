import type { Session } from '../sessions/session.js'

export interface ScenarioPicker {
  /** Returns the problem with the name, or undefined if it is valid. */
  validateName(name: string): string | undefined
  toPickerView(chosen?: string): object | undefined
  toSessionView(session: Session): object | undefined
}
