export type Environment = Record<string, string | undefined>

/** Keeps the Yoti settings, but uses an in-memory database, no webhooks and one API caller. */
export function isolateEnvironment(
  environment: Environment,
  { apiKey, appSecret }: { apiKey: string; appSecret: string },
): Environment {
  return {
    ...environment,
    API_KEYS: `scenarios:${apiKey}`,
    APP_SECRET: appSecret,
    DATABASE_URL: 'file::memory:',
    LOG_LEVEL: environment.LOG_LEVEL ?? 'error',
    RATE_LIMIT: 'off',
    RESULTS_PAGE: 'full',
    ERASE_AFTER: undefined,
    OPS_PORT: undefined,
    OUTCOME_WEBHOOK_SECRET: undefined,
    OUTCOME_WEBHOOK_URL: undefined,
    PUBLIC_START: undefined,
    RETURN_URL_ORIGINS: undefined,
    WORKER_ONLY: undefined,
  }
}
