const CHECK_INTERVAL_MS = 250

/**
 * npm runs a script in a shell, and a signal to npm ends that shell without reaching the script. The end of the parent
 * is therefore the only sign of it. Outside npm a script may outlive its parent.
 */
export function onParentExit(listener) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    listener()
  }, CHECK_INTERVAL_MS)
  timer.unref()
}
