import CircuitBreaker from 'opossum'
import { isTransient, YotiCircuitOpenError } from './errors.js'

export interface CircuitsOptions {
  /** Fewer calls of an endpoint within 30 s never open its circuit. Default: 5. */
  minCircuitCalls?: number
  /** Until one call of an open circuit is sent. Default: 5000. */
  circuitResetMs?: number
  /** Called when the circuit of an endpoint opens and closes. */
  onCircuit?: (circuit: { endpoint: string; open: boolean }) => void
}

/** Longer than a call, whose failure counts together with the calls that were sent after it. */
const WINDOW_MS = 30_000
/** A call has failed only after its retries, so a quarter is an outage. */
const ERROR_THRESHOLD_PERCENTAGE = 25

/** One for each endpoint: configurations that hang do not hide results. */
export function createCircuits(options: CircuitsOptions) {
  const { minCircuitCalls = 5, circuitResetMs = 5000, onCircuit } = options
  const breakers = new Map<string, CircuitBreaker>()

  const open = (endpoint: string) => {
    const breaker = new CircuitBreaker((send: () => Promise<unknown>) => send(), {
      timeout: false,
      resetTimeout: circuitResetMs,
      volumeThreshold: minCircuitCalls,
      errorThresholdPercentage: ERROR_THRESHOLD_PERCENTAGE,
      rollingCountTimeout: WINDOW_MS,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      errorFilter: (err) => !isTransient(err),
    })
    let reported = false
    const report = (isNowOpen: boolean) => {
      if (isNowOpen !== reported) onCircuit?.({ endpoint, open: isNowOpen })
      reported = isNowOpen
    }
    breaker.on('open', () => {
      report(true)
    })
    breaker.on('close', () => {
      report(false)
    })
    breakers.set(endpoint, breaker)
    return breaker
  }

  /** `pendingClose`: the next call is sent, to find out. */
  const isOpen = (endpoint: string): boolean => {
    const breaker = breakers.get(endpoint)
    return breaker !== undefined && !breaker.closed && !breaker.pendingClose
  }

  return {
    isOpen,
    /** @throws YotiCircuitOpenError immediately while Yoti does not respond to this endpoint */
    async run<T>(endpoint: string, send: () => Promise<T>): Promise<T> {
      if (isOpen(endpoint)) throw new YotiCircuitOpenError(endpoint, circuitResetMs)
      return (await (breakers.get(endpoint) ?? open(endpoint)).fire(send)) as T
    },
    close: () => {
      for (const breaker of breakers.values()) breaker.shutdown()
    },
  }
}
