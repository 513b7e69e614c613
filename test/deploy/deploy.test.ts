import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { VARIABLES } from '../../src/config/variables.js'
import { API_ENV, callApi, capture } from '../journeys/journey.js'
import { startStack } from '../support/start-stack.js'

const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy')

const read = (path: string) => readFileSync(join(DEPLOY, path), 'utf8')

interface Service {
  read_only: boolean
  cap_drop: string[]
  cap_add?: string[]
  security_opt: string[]
  mem_limit: string
  environment: Record<string, string>
  secrets?: string[]
  stop_grace_period: string
  networks: string[]
  ports?: string[]
}
const compose = parse(read('compose/compose.yaml'), { merge: true }) as {
  services: Record<string, Service>
  secrets: Record<string, unknown>
  networks: Record<string, { internal?: boolean } | null>
}
const services = Object.entries(compose.services)

interface Container {
  env?: { name: string; value: string }[]
  securityContext: unknown
  resources: { limits?: { memory?: string } }
  volumeMounts: { name: string; mountPath: string }[]
  livenessProbe?: { httpGet: object }
  readinessProbe?: { httpGet: object }
}
interface Pod {
  automountServiceAccountToken: boolean
  enableServiceLinks: boolean
  terminationGracePeriodSeconds?: number
  securityContext: unknown
  containers: [Container]
  volumes: { name: string; secret?: { secretName: string } }[]
}
interface Manifest {
  apiVersion: string
  kind: string
  metadata: { name: string }
  spec?: { template?: { metadata: { labels: object }; spec: Pod }; selector?: unknown }
}
const FOLDERS = ['kubernetes', 'kubernetes/migrate']
const manifests = FOLDERS.flatMap((folder) =>
  readdirSync(join(DEPLOY, folder))
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .flatMap((file) => parseAllDocuments(read(`${folder}/${file}`)))
    .map((document): Manifest => document.toJS() as Manifest),
)
const pods = manifests.flatMap(({ metadata, spec }) => {
  const pod = spec?.template?.spec
  return pod === undefined ? [] : [[metadata.name, pod, pod.containers[0]] as const]
})

/** NAME=value lines. */
const readEnvironment = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/^(?:Environment=)?([A-Z][A-Z_]+)=(.*)$/gm)].map((line) => line.slice(1)),
  ) as Record<string, string>
const podEnvironment = readEnvironment(read('kubernetes/server.env'))
const unit = read('systemd/relying-party.service')

/** Each place that configures the server. */
const environments: [string, Record<string, string>][] = [
  ...services
    .filter(([name]) => /^(server|worker|migrate)/.test(name))
    .map(([name, { environment }]): [string, Record<string, string>] => [name, environment]),
  ['kubernetes', podEnvironment],
  ...pods.map(([name, , { env = [] }]): [string, Record<string, string>] => [
    name,
    Object.fromEntries(env.map((each) => [each.name, each.value])),
  ]),
  ['systemd', readEnvironment(unit)],
]

describe('the alerts and the dashboard', () => {
  const alerts = parse(read('monitoring/alerts.yaml')) as {
    groups: { rules: { expr: string }[] }[]
  }
  const dashboard = JSON.parse(read('monitoring/dashboard.json')) as {
    panels: { targets: { expr: string }[] }[]
  }
  const expressions = [
    ...alerts.groups.flatMap(({ rules }) => rules),
    ...dashboard.panels.flatMap(({ targets }) => targets),
  ].map(({ expr }) => expr)
  const selectors = expressions.flatMap((expr) => [
    ...expr.matchAll(/\b((?:relying_party|nodejs|process)_\w+)(?:\{([^}]*)\})?/g),
  ])

  it('use metrics and labels that the server serves', async () => {
    await using stack = await startStack({ env: API_ENV })
    await capture(stack, await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' }))
    await stack.advanceTime(60_000)
    await stack.advanceTime(600_000)
    const metrics = await (await fetch(`${stack.baseUrl}/metrics`)).text()

    const served = new Map<string, Set<string>>()
    for (const [, name = '', type] of metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
      const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
      for (const suffix of suffixes) served.set(name + suffix, new Set(['job', 'instance']))
    }
    for (const [, name = '', labels = ''] of metrics.matchAll(/^(\w+)\{(.*)\} \S+$/gm)) {
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) served.get(name)?.add(label)
    }
    const unknown = selectors.flatMap(([, name = '', matchers = '']) => {
      const labels = [...matchers.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => label)
      if (!served.has(name)) return [name]
      return labels
        .filter((label) => !served.get(name)?.has(label))
        .map((label) => `${name}{${label}}`)
    })
    expect(unknown).toEqual([])
    expect(selectors.length).toBeGreaterThan(40)
  })
})

describe('the configuration of each deployment', () => {
  it.each(environments)('names variables of the server: %s', (_name, environment) => {
    const isKnown = (name: string) =>
      name === 'NODE_ENV' || name in VARIABLES || name.replace(/_FILE$/, '') in VARIABLES
    expect(Object.keys(environment).filter((name) => !isKnown(name))).toEqual([])
  })

  it('passes every secret as a file that is mounted', () => {
    const secrets = Object.entries(VARIABLES).flatMap(([name, row]) =>
      'secret' in row ? [name] : [],
    )
    for (const [, environment] of environments) {
      // The URL of the receiver holds no token here.
      expect(
        Object.keys(environment).filter(
          (name) =>
            secrets.includes(name) &&
            name !== 'OUTCOME_WEBHOOK_URL' &&
            !environment[name]?.startsWith('file:'),
        ),
      ).toEqual([])
    }
    for (const [, { environment, secrets: mounted = [] }] of services) {
      const files = Object.values(environment).filter((value) => value.startsWith('/run/secrets/'))
      expect(mounted).toEqual(expect.arrayContaining(files.map((file) => file.split('/').at(-1))))
      expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining(mounted))
    }
    const mounts = pods.flatMap(([, , { volumeMounts }]) => volumeMounts)
    for (const file of Object.values(podEnvironment).filter((value) => value.startsWith('/run/'))) {
      expect(mounts.some(({ mountPath }) => file.startsWith(`${mountPath}/`))).toBe(true)
    }
    for (const [, credential = ''] of unit.matchAll(/=%d\/(\w+)$/gm)) {
      expect(unit).toContain(`LoadCredential=${credential}:/`)
    }
  })

  it('gives the server longer to stop than SHUTDOWN_DELAY, SHUTDOWN_TIMEOUT and 30 s', () => {
    const graces = [
      ...services
        .filter(([, { environment }]) => 'SHUTDOWN_DELAY' in environment)
        .map(([, { environment, stop_grace_period }]) => [environment, stop_grace_period] as const),
      ...pods
        .filter(([name]) => !name.endsWith('migrate'))
        .map(([, pod]) => [podEnvironment, pod.terminationGracePeriodSeconds] as const),
    ]
    expect(graces).toHaveLength(5)
    for (const [{ SHUTDOWN_DELAY, SHUTDOWN_TIMEOUT }, grace] of graces) {
      const needed = Number(SHUTDOWN_DELAY) + Number(SHUTDOWN_TIMEOUT) + 30
      expect(Number.parseInt(String(grace), 10)).toBeGreaterThan(needed)
    }
  })
})

describe('the containers of compose', () => {
  it.each(services)('have no privileges and a read-only root: %s', (name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.any(String),
    })
    expect(service.cap_add).toEqual(name === 'proxy' ? ['NET_BIND_SERVICE'] : undefined)
    expect(service.ports === undefined).toBe(name !== 'proxy')
  })

  it('reach PostgreSQL only on an internal network', () => {
    expect(compose.networks.database).toEqual({ internal: true })
    expect(compose.services.postgres?.networks).toEqual(['database'])
    expect(compose.services.proxy?.networks).toEqual(['edge'])
  })
})

describe('the manifests of Kubernetes', () => {
  const require = createRequire(import.meta.url)

  it.each(manifests.map((each) => [each.kind, each.metadata.name, each] as const))(
    'follow the schema: %s %s',
    (kind, _name, manifest) => {
      const models = require(`kubernetes-models/${manifest.apiVersion}`) as Record<
        string,
        new (data: Manifest) => { validate(): void }
      >
      const Model = models[kind]
      if (Model === undefined) throw new Error(`${manifest.apiVersion} has no ${kind}.`)
      new Model(manifest).validate()
    },
  )

  it.each(FOLDERS)('are all listed in %s/kustomization.yaml', (folder) => {
    const { resources } = parse(read(`${folder}/kustomization.yaml`)) as { resources: string[] }
    const files = readdirSync(join(DEPLOY, folder)).filter((name) => name.endsWith('.yaml'))
    expect([...resources, 'kustomization.yaml'].sort()).toEqual(files.sort())
  })

  it.each(pods)('meet the restricted pod security standard: %s', (_name, pod, container) => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(container.resources.limits?.memory).toBeDefined()
    const volumes = pod.volumes.map(({ name }) => name)
    expect(volumes).toEqual([...new Set(container.volumeMounts.map(({ name }) => name))])
  })

  it.each(['server', 'worker'])('probe and protect the %s', (component) => {
    const name = `relying-party-${component}`
    const find = (kind: string) =>
      manifests.find((each) => each.kind === kind && each.metadata.name === name)
    const deployment = find('Deployment')?.spec
    const [container] = deployment?.template?.spec.containers ?? []
    expect(container?.livenessProbe?.httpGet).toEqual({ path: '/livez', port: 'ops' })
    expect(container?.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'ops' })
    const labels = { matchLabels: { app: 'relying-party', component } }
    expect(deployment?.template?.metadata.labels).toEqual(labels.matchLabels)
    expect(deployment?.selector).toEqual(labels)
    expect(find('PodDisruptionBudget')?.spec).toEqual({ maxUnavailable: 1, selector: labels })
  })
})

describe('the systemd unit', () => {
  it('is confined', () => {
    expect(unit.split('\n')).toEqual(
      expect.arrayContaining([
        ...['DynamicUser=yes', 'NoNewPrivileges=yes', 'CapabilityBoundingSet='],
        ...['ProtectSystem=strict', 'ProtectHome=yes', 'PrivateTmp=yes', 'PrivateDevices=yes'],
        ...['RestrictNamespaces=yes', 'SystemCallFilter=@system-service', 'UMask=0077'],
        ...['TimeoutStopSec=60', 'Restart=always'],
      ]),
    )
  })
})
