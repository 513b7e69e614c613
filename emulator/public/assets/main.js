import { createApi } from './api.js'
import { toErrorCode } from './client-error.js'
import { createEnd, showLeaveMenu } from './end.js'
import { travel } from './journey.js'
import { launch } from './launch.js'
import { loadConfiguration } from './load-configuration.js'
import { applyLocale } from './locale.js'
import { offerHandoff } from './offer-handoff.js'
import { createScreen } from './screen.js'
import { applyTheme, showBrand } from './theme.js'

const screen = createScreen()
const end = createEnd(screen)

// The session or the network is gone, so the error cannot be reported.
const SESSION_ENDED = [2000, 2001, 2002]
const UNREPORTABLE = [...SESSION_ENDED, 3000, 3002]
const EXPIRY_CHECK_MS = 5000

try {
  await applyLocale()
  const session = await launch(window)
  showInboxLink(session)
  const api = createApi(location.pathname.replace(/\/web\/[^/]*$/, ''), session)
  const leave = async (code) => {
    await api.reportError(code)
    end.leave(code)
  }
  const fail = (err) => {
    const code = toErrorCode(err)
    return UNREPORTABLE.includes(code) ? end.leave(code) : leave(code)
  }
  showLeaveMenu(leave)
  try {
    const configuration = await loadConfiguration({ api, screen })
    end.redirectTo(configuration.sdk_config)
    applyTheme(configuration.sdk_config)
    await applyLocale(configuration.sdk_config)
    if (!screen.isClosed()) showLeaveMenu(leave)
    showBrand(configuration.sdk_config)
    const mayLeave = configuration.sdk_config.allow_handoff && !session.isHandedOff
    const isDone = mayLeave && (await offerHandoff({ api, screen }, session))
    if (!isDone) {
      const stopWatching = watchExpiry(api, fail)
      await travel({ api, screen, leave, stopWatching }, configuration).finally(stopWatching)
    }
    end.succeed(session.sessionId)
  } catch (err) {
    await fail(err)
  }
} catch (err) {
  end.leave(toErrorCode(err))
}

/** The inbox is accessible from the machine of the emulator only. */
function showInboxLink({ sessionId }) {
  const link = document.querySelector('[data-testid="inbox-link"]')
  link.hidden = !/^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)
  link.href = `/_emulator?${new URLSearchParams({ session: sessionId })}`
}

/** Asks the API, because no timer of the page knows when the clock of the emulator is moved. */
function watchExpiry(api, fail) {
  let isWatching = true
  let pending
  const check = async () => {
    try {
      await api.getConfiguration()
    } catch (err) {
      if (isWatching && SESSION_ENDED.includes(toErrorCode(err))) await fail(err)
    }
  }
  const timer = setInterval(() => {
    pending = check()
  }, EXPIRY_CHECK_MS)
  /** Waits for a check that was sent, because finishing ends the session, too. */
  return async () => {
    isWatching = false
    clearInterval(timer)
    await pending
  }
}
