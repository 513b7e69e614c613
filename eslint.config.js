import { readdirSync } from 'node:fs'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

// Who may import whom (docs/decisions/0001-house.md). `may` lists what a folder may take from src besides itself.
const MAY = {
  doctor: ['config.ts', 'config', 'https', 'store/inspect.ts', 'yoti'],
  https: [],
  config: [
    'https/own-addresses.ts',
    'yoti/private-key.ts',
    'yoti/presets.ts',
    'yoti/session-spec.ts',
    'sessions/preset.ts',
  ],
  yoti: [],
  http: ['yoti/errors.ts', 'sessions/errors.ts'],
  ops: ['http', 'sessions/store.ts', 'work/queue.ts'],
  secrets: [],
  notifications: [
    'http',
    'secrets',
    'sessions/session.ts',
    'sessions/store.ts',
    'work/queue.ts',
    'yoti',
  ],
  work: [],
  store: [
    'secrets',
    'sessions/session.ts',
    'sessions/advance.ts',
    'sessions/store.ts',
    'work/queue.ts',
  ],
  sessions: ['yoti', 'http/parse.ts', 'results/outcome.ts', 'secrets', 'work/queue.ts'],
  results: ['yoti', 'http', 'sessions/session.ts'],
  'relying-business': [
    'yoti',
    'http',
    'sessions/session.ts',
    'sessions/errors.ts',
    'sessions/preset.ts',
    'scenarios',
    'work/queue.ts',
  ],
  verify: ['yoti', 'http', 'sessions/session.ts', 'results/results.ts', 'scenarios'],
  scenarios: [
    'yoti',
    'results/describe',
    'verify/client-error-table.ts',
    'verify/required-documents.ts',
  ],
}

// A new folder may import nothing until it is listed above.
const folders = readdirSync(new URL('src', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'emulator')
  .map((entry) => [entry.name, ['errors.ts', ...(MAY[entry.name] ?? [])]])

const zones = [
  ...folders.map(([folder, may]) => ({
    // A folder's own main.ts is a process, as server.ts is.
    target: [`./src/${folder}/!(main).ts`, `./src/${folder}/*/**/*`],
    from: './src',
    except: [folder, ...may].map((path) => `./${path}`),
    message: `src/${folder} may import only ${may.join(', ')} from the rest of src.`,
  })),
  {
    target: ['./src/emulator/!(main).ts', './src/emulator/*/**/*'],
    from: './src',
    except: ['./emulator'],
    message: 'The emulator imports nothing of ours, or a shared mistake would pass.',
  },
  {
    target: './src/emulator/main.ts',
    from: './src',
    except: ['./emulator', './https'],
    message:
      'The process of the emulator shares nothing with ours but the development certificate.',
  },
  {
    target: ['./src/!(emulator)/!(main).ts', './src/!(emulator)/*/**/*', './src/!(server).ts'],
    from: './src/emulator',
    message: 'Only server.ts (dynamically), */main.ts and tests import the emulator.',
  },
  {
    target: './src',
    from: ['./test', './bench', './scripts', './views'],
    message: 'Production code never imports the tests or the tools.',
  },
  {
    target: ['./src/!(server|parts).ts', './src/*/!(main).ts'],
    from: ['./src/server.ts', './src/parts.ts', './src/app.ts'],
    message: 'Take what you need as an argument.',
  },
]

// The client page of the emulator is as separate as the emulator itself.
const assetZones = [
  {
    target: './views/assets/emulator',
    from: './views/assets',
    except: ['./emulator'],
    message: 'The page of the emulator imports nothing of ours.',
  },
  {
    target: './views/assets/!(emulator){,/**/*}',
    from: './views/assets/emulator',
    message: 'Our pages import nothing of the emulator.',
  },
]

const ENVIRONMENT_MESSAGE = 'Only server.ts and main.ts read process.env.'

const noPackages = (files, ignores, names, message) => ({
  files,
  ignores,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: names, message },
          {
            group: ['process', 'node:process'],
            importNames: ['env'],
            message: ENVIRONMENT_MESSAGE,
          },
        ],
      },
    ],
  },
})

export default tseslint.config(
  { ignores: ['dist', 'dist.*.tmp', 'coverage', 'data', 'node_modules'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensionAlias: { '.js': ['.ts', '.js'] },
          extensions: ['.ts', '.js'],
        }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-console': 'error',
      // Express tells error handlers by their four arguments.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true, varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/server.ts', 'src/**/main.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: ENVIRONMENT_MESSAGE },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/server.ts', 'src/optional-packages.ts', 'src/logger.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression',
          message: 'Import statically: the import rules do not see dynamic imports.',
        },
      ],
    },
  },
  {
    files: ['src/server.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\./emulator/',
              allowTypeImports: true,
              message:
                'Import the emulator dynamically: a server that talks to Yoti never loads it.',
            },
          ],
        },
      ],
    },
  },
  noPackages(
    ['src/yoti/**/*.ts'],
    ['src/yoti/private-key.ts'],
    ['express', 'ejs', 'helmet', 'dotenv', 'pino', 'pino-http', 'node-forge'],
    'The Yoti client knows no web framework and no logger; only private-key.ts reads keys with node-forge.',
  ),
  noPackages(
    ['src/yoti/private-key.ts'],
    [],
    ['express', 'ejs', 'helmet', 'dotenv', 'pino', 'pino-http', 'axios'],
    'private-key.ts only reads keys.',
  ),
  noPackages(
    ['src/**/*.ts'],
    ['src/yoti/**/*.ts', 'src/relying-business/send-webhook.ts', 'src/https/certificate.ts'],
    ['axios', 'node-forge'],
    'Talk to Yoti through src/yoti.',
  ),
  noPackages(
    ['src/https/certificate.ts'],
    [],
    ['axios', 'express'],
    'certificate.ts only makes the development certificate.',
  ),
  noPackages(
    ['src/relying-business/send-webhook.ts'],
    [],
    ['express', 'node-forge'],
    'send-webhook.ts only sends.',
  ),
  {
    files: ['src/app.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\./(?!http/|errors\\.js)[^/]+/(?!([a-z-]+-)?routes\\.js)',
              allowTypeImports: true,
              message: 'app.ts mounts */routes and http, nothing deeper.',
            },
          ],
        },
      ],
    },
  },
  { files: ['test/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // Browser modules and scripts are plain JavaScript: format only, and the few rules that find real mistakes.
    files: ['**/*.js'],
    rules: { 'no-undef': 'off', 'no-unused-vars': 'error' },
  },
  {
    files: ['views/**/*.js'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.js'] })] },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        { basePath: import.meta.dirname, zones: assetZones },
      ],
    },
  },
)
