/** Where pictures of products are served from. The routes of the server answer exactly these. */

/** Widths in pixels in which every picture is kept. */
export const imageWidths = [96, 480, 1200] as const
export type ImageWidth = (typeof imageWidths)[number]

export function imageAddress(sha256: string, width: ImageWidth): string {
  return `/images/${sha256}/${width}.webp`
}
