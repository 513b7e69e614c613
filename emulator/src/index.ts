export * from './start-emulator.js'
export {
  captureSession,
  type CaptureOptions,
  type CaptureResult,
} from './capture-client/capture-session.js'
export { photograph } from './capture-client/pictures.js'
export { createApplication, derivePublicKey, loadOrCreateApplication } from './application.js'
export { runEmulator, type RunOptions } from './run-emulator.js'
