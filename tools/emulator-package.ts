import { loadPackage, type TlsCertificate } from '#src/optional-packages.js'

interface Application {
  sdkId: string
  publicKey: string
}

/** Performs what a user does in the client. */
export type CaptureClient = (options: {
  apiUrl: string
  sessionId: string
  clientSessionToken: string
  signal: AbortSignal
  documents?: CaptureDocument[]
  tryAgain: boolean
  end: 'FINISH' | 'ABANDON' | 'EXPIRE' | { clientError: number }
}) => Promise<CaptureResult>

interface CaptureDocument {
  country: string
  type: string
  captureMethod?: 'CAMERA' | 'UPLOAD'
  form?: 'PAGES' | 'FILE'
}

export type CaptureResult =
  | { kind: 'FINISHED'; landing?: string }
  | { kind: 'LEFT'; clientError: number; landing?: string }
  | { kind: 'AWAY' }

/** The part of the package yoti-idv-emulator that the tools use. */
export interface EmulatorPackage {
  runEmulator: (options: {
    application: Application & { keyFilePath?: string | undefined }
    host: string
    port: number
    speed: number
    publicUrl?: string
    tls?: TlsCertificate
  }) => Promise<void>
  captureSession: CaptureClient
  photograph: { contentType: string; content: Uint8Array }
  derivePublicKey: (privateKey: string) => string
  loadOrCreateApplication: (folder: string) => Application & { keyFilePath: string }
}

/** @throws ConfigError when the package is not installed */
export const loadEmulatorPackage = () =>
  loadPackage<EmulatorPackage>(
    'yoti-idv-emulator',
    'The package yoti-idv-emulator is not installed. Run "npm ci" in a full clone of the project.',
  )
