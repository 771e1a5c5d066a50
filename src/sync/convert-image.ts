/** Makes the kept sizes of a picture. What it is, is judged by its content alone; vector pictures and documents are refused. */
import { createHash } from 'node:crypto'
import { imageWidths } from '../catalogue/image-addresses.ts'
import type { ImageFile } from '../catalogue/image-store.ts'

export type Converted =
  | { readonly ok: true; readonly sha256: string; readonly files: readonly ImageFile[] }
  | { readonly ok: false; readonly reason: string }

const MOST_PIXELS = 50_000_000
const LONGEST_EDGE = 12_000

export async function convertImage(bytes: Buffer): Promise<Converted> {
  // Decoders of other formats are never reached: sharp would also read SVG and PDF, which may refer to files.
  if (!isPicture(bytes)) {
    return {
      ok: false,
      reason: 'It is not a JPEG, PNG, WebP, GIF or AVIF picture. Put one of these into Cin7.',
    }
  }
  try {
    // Loaded for the first picture: the product starts faster and smaller without it.
    const { default: sharp } = await import('sharp')
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width > LONGEST_EDGE || height > LONGEST_EDGE || width * height > MOST_PIXELS) {
      return {
        ok: false,
        reason: `It is ${width} × ${height} pixels; at most 12,000 on an edge and 50 million in all are possible. Put a smaller one into Cin7.`,
      }
    }
    const files: ImageFile[] = []
    for (const edge of imageWidths) {
      const file = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
        .autoOrient()
        .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer()
      files.push({ width: edge, bytes: file })
    }
    return { ok: true, sha256: createHash('sha256').update(bytes).digest('hex'), files }
  } catch (error) {
    return {
      ok: false,
      reason: `It is damaged and cannot be read (${(error as Error).message.split('\n')[0] ?? ''}). Put it into Cin7 again.`,
    }
  }
}

function isPicture(bytes: Buffer): boolean {
  const text = (from: number, to: number) => bytes.subarray(from, to).toString('latin1')
  return (
    text(0, 3) === '\u00FF\u00D8\u00FF' ||
    text(0, 8) === '\u0089PNG\r\n\u001A\n' ||
    /^GIF8[79]a$/.test(text(0, 6)) ||
    (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') ||
    (text(4, 8) === 'ftyp' && /avi[fs]/.test(text(8, 32)))
  )
}
