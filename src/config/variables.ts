import { z } from 'zod'
import {
  apiKeys,
  apiUrl,
  appSecret,
  authUrl,
  baseUrl,
  databaseUrl,
  duration,
  integer,
  list,
  LIVE_API_URL,
  LIVE_AUTH_URL,
  oneOf,
  onOff,
  port,
  proxyUrl,
  returnUrlOrigin,
  speed,
  trueFalse,
  webhookSecret,
  webhookUrl,
} from './schemas.js'

const ownerSeconds = integer(1, 315_360_000, 'whole seconds, 1 to 315360000')

/** One environment variable. `npm run config-docs` writes .env.example and docs/operations.md. */
export interface Variable {
  /** The heading in .env.example of this variable and those that follow. */
  section?: string
  /** Parses the text. Optional if there is no `default`. Without a schema, the value is the text. */
  schema?: z.ZodType
  /** As in .env. */
  default?: string
  /** The usual default, if readConfig derives it from other variables. */
  derivedDefault?: string
  help: string
  /** The value is not logged, shown or quoted. */
  secret?: true
}

const secretFile = (name: string) => ({
  help: `File with the value of ${name}, instead of that variable.`,
})

export const VARIABLES = {
  YOTI_CLIENT_SDK_ID: {
    section: 'Yoti: leave all of these unset to use the built-in emulator',
    help: 'SDK id of your application in Yoti Hub.',
  },
  YOTI_KEY_FILE_PATH: {
    help: 'Path of the application’s private key, a PEM file.',
  },
  YOTI_KEY: {
    help: 'The private key itself instead of a path: PEM with \\n for line breaks, or base64 of the PEM.',
    secret: true,
  },
  YOTI_IDV_API_URL: {
    schema: apiUrl.optional(),
    derivedDefault: LIVE_API_URL,
    help: 'Base URL of the API. Sandbox: https://api.yoti.com/sandbox/idverify/v1',
  },
  YOTI_AUTH: {
    schema: oneOf('digest', 'bearer'),
    default: 'digest',
    help: 'digest or bearer. digest: each request to Yoti is signed. bearer: requests carry an access token.',
  },
  YOTI_AUTH_URL: {
    schema: authUrl.optional(),
    derivedDefault: LIVE_AUTH_URL,
    help: 'Where access tokens are requested with YOTI_AUTH=bearer. Default with an emulator: its own.',
  },
  YOTI_TARGET: {
    schema: oneOf('emulator', 'sandbox', 'live').optional(),
    help: 'emulator, sandbox or live. The server does not start if the other settings select a different target.',
  },
  HOST: {
    section: 'This server',
    derivedDefault: '127.0.0.1',
    help: 'Address to listen on. 0.0.0.0 listens on all interfaces; it is the default in the container image and with HTTPS=self-signed.',
  },
  PORT: { schema: port, default: '3000', help: 'Port to listen on.' },
  YOTI_APP_BASE_URL: {
    schema: baseUrl.optional(),
    derivedDefault: 'http://localhost:3000',
    help: 'Where browsers and Yoti reach this server, with or without a path, such as https://bank.example/kyc. Use https except on your own machine.',
  },
  TRUST_PROXY: {
    schema: integer(0, 10, 'the number of proxies in front of this server, 0 to 10'),
    default: '0',
    help: 'Number of trusted proxies in front of this server.',
  },
  OPS_PORT: {
    schema: port.optional(),
    help: 'Separate port for metrics and readiness, to keep them private. Default: PORT.',
  },
  RATE_LIMIT: {
    schema: onOff,
    default: 'on',
    help: 'on or off: rate limits per address and daily session limits. Use off for load tests only.',
  },
  HTTPS: {
    schema: oneOf('off', 'self-signed'),
    default: 'off',
    help: 'off or self-signed. self-signed: https with a generated certificate, for development with a phone. Not allowed on live.',
  },
  LOG_LEVEL: {
    schema: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    default: 'info',
    help: 'fatal, error, warn, info, debug, trace or silent.',
  },
  AUDIT_LOG: {
    schema: z.string(),
    default: 'stdout',
    help: 'stdout, off, or a file. One JSON line for each order, look at a result, erasure and refused login.',
  },
  SHUTDOWN_TIMEOUT: {
    schema: integer(0, 600, 'seconds, 0 to 600'),
    default: '10',
    help: 'Seconds that open requests have to finish on shutdown.',
  },
  SHUTDOWN_DELAY: {
    schema: integer(0, 600, 'seconds, 0 to 600'),
    default: '0',
    help: 'Seconds that the server continues to serve after SIGTERM, with /readyz 503, until load balancers have noticed. On Kubernetes: 10.',
  },
  GIT_COMMIT: {
    derivedDefault: 'unknown',
    help: 'Commit that this server was built from, for /healthz, the metrics and the log. The image contains it.',
  },
  KEEP_ALIVE_TIMEOUT: {
    schema: integer(1, 3600, 'seconds, 1 to 3600'),
    default: '75',
    help: 'Seconds until an idle connection is closed. Set more than the idle timeout of the load balancer in front.',
  },
  MAX_CONNECTIONS: {
    schema: integer(1, 1_000_000, 'a number of connections, 1 to 1000000'),
    default: '10000',
    help: 'Connections that are open at the same time; more are closed. Each needs a file descriptor and about 30 kB of memory.',
  },
  HEADERS_TIMEOUT: {
    schema: integer(1, 3600, 'seconds, 1 to 3600'),
    default: '10',
    help: 'Seconds in which the headers of a request must arrive, because a client that sends none occupies a connection.',
  },
  REQUEST_TIMEOUT: {
    schema: integer(1, 3600, 'seconds, 1 to 3600'),
    default: '30',
    help: 'Seconds in which a request with its body must arrive. Set more than HEADERS_TIMEOUT. A notification has 10.',
  },
  MAX_BODY_SIZE: {
    schema: integer(1, 10_000, 'kB, 1 to 10000'),
    default: '100',
    help: 'kB of the JSON that your backend sends, because it is parsed in memory. Specifications are the largest.',
  },
  MAX_IMAGE_SIZE: {
    schema: integer(1, 100_000, 'kB, 1 to 100000'),
    default: '10240',
    help: 'kB of a reference face image, because it is held in memory until Yoti has it.',
  },
  MAX_NOTIFICATION_SIZE: {
    schema: integer(1, 1000, 'kB, 1 to 1000'),
    default: '16',
    help: 'kB of a notification. Yoti’s have less than 1.',
  },
  HTTPS_PROXY: {
    section: 'Outgoing connections',
    schema: proxyUrl.optional(),
    help: 'URL of the HTTP proxy for calls to Yoti and webhooks. May contain user:password.',
    secret: true,
  },
  NO_PROXY: {
    help: 'Comma-separated hosts that are called directly. A leading dot includes all names below: .internal.example',
  },
  NODE_EXTRA_CA_CERTS: {
    help: 'PEM file of more certificate authorities to trust. Node.js reads it from the environment, not from .env.',
  },
  DATABASE_URL: {
    section: 'Data',
    schema: databaseUrl,
    default: 'file:./data/relying-party.db',
    help: 'file:<path> for SQLite (one process) or postgres://user:password@host/database (several processes).',
    secret: true,
  },
  DATABASE_URL_FILE: secretFile('DATABASE_URL'),
  MIGRATE: {
    schema: onOff,
    default: 'on',
    help: 'on or off. off: the server does not start on a database that lacks migrations. npm run migrate applies them, with its own role.',
  },
  WORKER_ONLY: {
    schema: trueFalse,
    default: 'false',
    help: 'true: this process runs background jobs and serves no pages. PostgreSQL only.',
  },
  APP_SECRET: {
    schema: list(appSecret).optional(),
    help: 'At least 32 bytes, e.g. from openssl rand -base64 32. Generated if YOTI_APP_BASE_URL is on loopback. To rotate: new,old',
    secret: true,
  },
  APP_SECRET_FILE: secretFile('APP_SECRET'),
  ERASE_AFTER: {
    schema: duration.optional(),
    help: 'Time from the end of a session, or the decision on it, until it is erased here and at Yoti, e.g. P30D, PT12H or P1DT12H. A REVIEW waits for its decision, at most for RESOURCES_TTL. Unset: never erased automatically.',
  },
  EVENT_RETENTION: {
    schema: duration,
    default: 'P30D',
    help: 'Time that delivered and permanently failed outcome events are kept. Failed ones can be retried meanwhile (SIGUSR2).',
  },
  API_KEYS: {
    section: 'Your signup backend',
    schema: apiKeys.optional(),
    help: 'API keys, comma-separated caller:secret pairs. A secret has at least 32 characters.',
    secret: true,
  },
  API_KEYS_FILE: secretFile('API_KEYS'),
  CALLERS_FILE: {
    help: 'JSON file with secrets, webhook, return origins, presets and daily limit of each API caller. See docs/operations.md.',
  },
  DAILY_LIMIT: {
    schema: integer(1, 1_000_000_000, 'a whole number of 1 or more'),
    default: '10000',
    help: 'New sessions in a UTC day, for each API caller and for the start page. Sessions of scenarios do not count.',
  },
  RETURN_URL_ORIGINS: {
    schema: list(returnUrlOrigin).optional(),
    help: 'Comma-separated origins that users may return to, e.g. https://signup.example.com',
  },
  OUTCOME_WEBHOOK_URL: {
    schema: webhookUrl.optional(),
    help: 'URL that receives outcome webhooks. https, or http on your own machine.',
    secret: true,
  },
  OUTCOME_WEBHOOK_SECRET: {
    schema: list(webhookSecret).optional(),
    help: 'Secret that signs the webhooks: whsec_ followed by base64 of 24 to 64 bytes. To rotate: new,old',
    secret: true,
  },
  OUTCOME_WEBHOOK_SECRET_FILE: secretFile('OUTCOME_WEBHOOK_SECRET'),
  EMULATOR_HOST: {
    section: 'The emulator',
    derivedDefault: '127.0.0.1',
    help: 'Address to listen on. Browsers treat 127.0.0.1 and localhost as different sites, as they do with Yoti and your server.',
  },
  EMULATOR_PORT: { schema: port, default: '4000', help: 'Port to listen on.' },
  EMULATOR_SPEED: {
    schema: speed,
    default: '1',
    help: 'How many times as fast the checks run. At 1 they take 2 to 7 seconds.',
  },
  EMULATOR_RECORD_CONTENT: {
    schema: onOff,
    default: 'off',
    help: 'on: the emulator keeps the bodies of requests and its inbox shows them. For test data only.',
  },
  PUBLIC_START: {
    section: 'The user journey',
    schema: onOff.optional(),
    derivedDefault: 'on',
    help: 'on or off: whether anyone can start a session at /. Default: off with API callers (API_KEYS, CALLERS_FILE).',
  },
  BUSINESS_NAME: {
    schema: z.string().max(200, 'expected at most 200 characters. Shorten it.').optional(),
    help: 'Name of the business that checks its users, shown on every page. For its logo, colour and contacts: BRAND_FILE.',
  },
  BRAND_FILE: {
    help: 'JSON file with the name, logo, colour, contacts and privacy data of the business, {"default": {"name": …}}, and of each API caller that differs. See docs/branding.md.',
  },
  LOCALES_DIR: {
    help: 'Folder of catalogues such as fr.json, which add languages or change texts of locales/en.json.',
  },
  SCENARIOS_DIR: {
    help: 'Folder of your own scenarios, added to scenarios/. Ignored on live. See docs/qa.md.',
  },
  SESSION_SPEC_FILE: {
    help: 'JSON file of session specification presets, {"default": {...}, "quick": {...}}, added to the built-in ones. See docs/presets.md.',
  },
  CLIENT_SESSION_TOKEN_TTL: {
    schema: integer(301, 31_536_000, 'whole seconds, more than 300 (Yoti rejects less)'),
    default: '900',
    help: 'Seconds a user has to finish. More than 300; 900 or more is recommended.',
  },
  RESOURCES_TTL: {
    schema: integer(
      1,
      315_360_000,
      'whole seconds, at least a day more than CLIENT_SESSION_TOKEN_TTL, because Yoti requires it',
    ).optional(),
    derivedDefault: '604800',
    help: 'Seconds that Yoti keeps results and media. At least one day longer than CLIENT_SESSION_TOKEN_TTL.',
  },
  OWNER_IDLE_TIMEOUT: {
    schema: ownerSeconds.optional(),
    derivedDefault: '86400',
    help: 'Seconds without a request until a browser can no longer open its sessions. Default: a day, or CLIENT_SESSION_TOKEN_TTL if that is longer.',
  },
  OWNER_LIFETIME: {
    schema: ownerSeconds.optional(),
    derivedDefault: '604800',
    help: 'Seconds until a browser can no longer open a session, even if it is used. Default: RESOURCES_TTL.',
  },
  RESULTS_PAGE: {
    schema: oneOf('full', 'outcome', 'debug').optional(),
    derivedDefault: 'full',
    help: 'full, outcome or debug: how much of the result the user sees. Default on live: outcome. debug adds raw values, scores and watchlist hits, and is refused on live.',
  },
} satisfies Record<string, Variable>

export type VariableName = keyof typeof VARIABLES

export type Values = {
  [Name in VariableName]: (typeof VARIABLES)[Name] extends { schema: infer Schema }
    ? z.output<Schema>
    : string | undefined
}

/** Its problems do not quote the text, which may be a secret. */
export function parseVariable(name: VariableName, text: string | undefined) {
  const { schema = z.string().optional(), default: fallback }: Variable = VARIABLES[name]
  const { data, error } = schema.safeParse(text ?? fallback)
  if (error === undefined) return { value: data, problems: [] }
  const problems = error.issues.map(({ message }) => `${name}: ${message}`)
  return { value: schema.parse(fallback), problems }
}
