import { openCamera, photographSpecimen, takeShots } from './pictures.js'
import { chooseWay } from './choose-way.js'
import { getTexts, t } from './text.js'
import { lookThrough } from './viewfinder.js'

const FAR = { count: 3, specimenMargin: 0.6 }
const NEAR = { count: 4, specimenMargin: 0.05 }

/** Takes three frames from afar and four from near. Resolves to a function that sends them with a facemap. */
export async function captureZoom(context) {
  const { api } = context
  const frames = await captureFrames(context)
  return async (id) => {
    for (const [index, blob] of frames.entries()) await api.sendLivenessFrame(id, index, blob)
    await api.sendFacemap(id, buildFacemap(frames))
  }
}

async function captureFrames(context) {
  const { api, sdkConfig } = context
  const isEducated = sdkConfig.suppressed_screens?.includes('ZOOM_LIVENESS_EDUCATION')
  let problem
  for (;;) {
    const way = await chooseWay(context, {
      title: t('zoom'),
      intro: t('zoomIntro'),
      tips: isEducated ? undefined : Object.values(getTexts('livenessTips')),
      problem,
    })
    if (way.kind === 'specimen') return drawFrames(context.screen, api.faceUrl)
    const { frames, problem: failed } = await filmFrames(context.screen)
    if (frames) return frames
    problem = failed
  }
}

async function drawFrames(screen, faceUrl) {
  screen.showBusy(t('drawingSpecimen'))
  const far = await photographSpecimen(faceUrl, FAR.specimenMargin)
  const near = await photographSpecimen(faceUrl, NEAR.specimenMargin)
  return [...Array(FAR.count).fill(far), ...Array(NEAR.count).fill(near)]
}

async function filmFrames(screen) {
  let stream
  try {
    stream = await openCamera('user')
  } catch ({ code }) {
    return { problem: { code, text: t(`cameraProblems.${code}`) } }
  }
  const far = await lookThrough(screen, stream, {
    title: t('zoomFar'),
    intro: t('zoomFarIntro'),
    ready: t('zoomFarReady'),
    testId: 'zoom-far',
    mirror: true,
    oval: 'far',
  })
  if (far === undefined) return {}
  const frames = await takeShots(far, FAR.count)
  const near = await lookThrough(screen, stream, {
    title: t('zoomNear'),
    intro: t('zoomNearIntro'),
    ready: t('zoomNearReady'),
    testId: 'zoom-near',
    mirror: true,
    oval: 'near',
  })
  if (near === undefined) return {}
  return { frames: [...frames, ...(await takeShots(near, NEAR.count))] }
}

/** A placeholder, because the format of Yoti's facemaps is not public. */
function buildFacemap(frames) {
  return new Blob(['emulated facemap\n', frames.at(-1)], { type: 'application/octet-stream' })
}
