// Preloaded (node --import) by tests, so that leases expire and jobs become due sooner. Network timeouts keep real time.
const { CLOCK_ORIGIN, CLOCK_SPEED } = process.env

if (CLOCK_ORIGIN !== undefined) {
  const origin = Number(CLOCK_ORIGIN)
  const speed = Number(CLOCK_SPEED)
  const { now } = Date
  Date.now = () => origin + Math.round((now() - origin) * speed)
  const { setInterval } = globalThis
  globalThis.setInterval = (run, ms, ...parameters) => setInterval(run, ms / speed, ...parameters)
}
