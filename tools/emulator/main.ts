import { resolve } from 'node:path'
import { ConfigError, loadEnvironmentFile, normaliseEnvironment } from '#src/config/environment.js'
import { readOrProblem, readTextFile } from '#src/config/files.js'
import { findPublicOrigin, listCertificateHosts } from '#src/config/network.js'
import { parseVariable, type Values, type VariableName } from '#src/config/variables.js'
import { toListenError } from '#src/listen.js'
import type { TlsCertificate } from '#src/optional-packages.js'
import { loadOrCreateCertificate } from '../certificate/index.js'
import { loadEmulatorPackage } from '../emulator-package.js'
import { runTool } from '../run-tool.js'

const USAGE = `npm run emulator [-- --speed N] [--record-content]

Starts the emulator of Yoti's API with the application, EMULATOR_HOST and EMULATOR_PORT of the environment.
--speed and --record-content take precedence over EMULATOR_SPEED and EMULATOR_RECORD_CONTENT.
`

interface Application {
  sdkId: string
  publicKey: string
  keyFilePath?: string | undefined
}

interface EmulatorPackage {
  runEmulator: (options: {
    application: Application
    host: string
    port: number
    speed: number
    recordContent: boolean
    publicUrl?: string
    tls?: TlsCertificate
  }) => Promise<void>
  derivePublicKey: (privateKey: string) => string
  loadOrCreateApplication: (folder: string) => Application
}

const dataFolder = resolve('data')

await runTool({
  usage: USAGE,
  options: { speed: { type: 'string' }, 'record-content': { type: 'boolean' } },
  async run(flags) {
    loadEnvironmentFile(process.env)
    const texts = normaliseEnvironment(process.env).values
    const https = read('HTTPS', texts.get('HTTPS'))
    const host = texts.get('EMULATOR_HOST') ?? (https === 'off' ? '127.0.0.1' : '0.0.0.0')
    // 0 is any free port, which the server cannot use.
    const portText = texts.get('EMULATOR_PORT')
    const port = portText === '0' ? 0 : read('EMULATOR_PORT', portText)
    const speed = read('EMULATOR_SPEED', flags.speed ?? texts.get('EMULATOR_SPEED'))
    const recordsContent = read('EMULATOR_RECORD_CONTENT', texts.get('EMULATOR_RECORD_CONTENT'))
    const emulator = await loadEmulatorPackage<EmulatorPackage>()
    const application = readApplication(texts, emulator)
    const publicUrl = findPublicOrigin(host, port, '127.0.0.1')
    const recordContent = flags['record-content'] ?? recordsContent
    try {
      await emulator.runEmulator({
        ...{ host, port, speed, recordContent, application },
        // The certificate of the server that runs in the same folder, because that server trusts it.
        ...(https !== 'off' && {
          tls: loadOrCreateCertificate(dataFolder, listCertificateHosts(publicUrl)),
          ...(host === '0.0.0.0' && { publicUrl }),
        }),
      })
    } catch (err) {
      throw toListenError(err, port, 'EMULATOR_PORT')
    }
    return 0
  },
})

function read<Name extends VariableName>(name: Name, text: string | undefined): Values[Name] {
  const { value, problems } = parseVariable(name, text)
  if (problems.length > 0) throw new ConfigError(problems)
  return value as Values[Name]
}

/** Without credentials, one that is kept in the data folder. */
function readApplication(
  texts: ReadonlyMap<string, string>,
  emulator: EmulatorPackage,
): Application {
  const [sdkId, key, keyFilePath] = ['YOTI_CLIENT_SDK_ID', 'YOTI_KEY', 'YOTI_KEY_FILE_PATH'].map(
    (name) => texts.get(name),
  )
  if (!sdkId && !key && !keyFilePath) return emulator.loadOrCreateApplication(dataFolder)
  const fail = (problem: string) => new ConfigError([problem])
  if (!sdkId) throw fail('Set YOTI_CLIENT_SDK_ID as well, or unset the key.')
  const problems: string[] = []
  const pem = keyFilePath
    ? readOrProblem('YOTI_KEY_FILE_PATH', keyFilePath, problems, readTextFile)
    : key
  if (problems.length > 0) throw new ConfigError(problems)
  if (!pem) throw fail('Set YOTI_KEY_FILE_PATH or YOTI_KEY as well, or unset the SDK id.')
  try {
    return { sdkId, publicKey: emulator.derivePublicKey(pem), keyFilePath }
  } catch {
    const variable = keyFilePath ? 'YOTI_KEY_FILE_PATH' : 'YOTI_KEY'
    throw fail(`${variable} is not an RSA key in PEM format.`)
  }
}
