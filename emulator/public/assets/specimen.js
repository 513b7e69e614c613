import { ClientError } from './client-error.js'
import { toJpeg } from './jpeg.js'

/** Fetches a drawing as SVG and converts it to JPEG. */
export async function photographSpecimen(url, margin = 0.05) {
  const response = await fetch(url).catch((err) => {
    throw new ClientError(3002, err)
  })
  if (!response.ok) throw new ClientError(3000)
  const address = URL.createObjectURL(await response.blob())
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    return await toJpeg(image, image.naturalWidth, image.naturalHeight, margin)
  } finally {
    URL.revokeObjectURL(address)
  }
}
