export {
  startEmulator,
  createManualClock,
  systemClock,
  ControlError,
  DEFAULT_TIMELINE,
  type Clock,
  type Control,
  type Emulator,
  type EmulatorOptions,
  type ManualClock,
  type NewMedia,
  type ReceivedRequest,
  type SentNotification,
  type SessionView,
  type Timeline,
} from './start-emulator.js'
export {
  captureSession,
  type CaptureOptions,
  type CaptureResult,
} from './capture-client/capture-session.js'
export { photograph } from './capture-client/pictures.js'
export { createApplication, derivePublicKey, loadOrCreateApplication } from './application.js'
export { runEmulator, type RunOptions } from './run-emulator.js'
