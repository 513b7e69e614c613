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
const UNREPORTABLE = [2000, 2001, 2002, 3000, 3002]
// Browsers fire a longer timer immediately.
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

try {
  const session = await launch(window)
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
    applyLocale(configuration.sdk_config)
    showBrand(configuration.sdk_config)
    watchExpiry(api, configuration, fail)
    const mayLeave = configuration.sdk_config.allow_handoff && !session.isHandedOff
    const isDone = mayLeave && (await offerHandoff({ api, screen }, session))
    if (!isDone) await travel({ api, screen, leave }, configuration)
    end.succeed(session.sessionId)
  } catch (err) {
    await fail(err)
  }
} catch (err) {
  end.leave(toErrorCode(err))
}

/** Calls the API when the token should have expired. The error determines how the page leaves. */
function watchExpiry(api, { client_session_token_ttl: ttl }, fail) {
  setTimeout(
    () => {
      api.getConfiguration().catch(fail)
    },
    Math.min((ttl + 1) * 1000, LONGEST_TIMEOUT_MS),
  )
}
