/** Where pictures of products are served from. The routes of the server answer exactly these. */

/** Widths in pixels in which every picture is kept. */
export const imageWidths = [96, 480, 1200] as const
export type ImageWidth = (typeof imageWidths)[number]

/** With the supplier in it: a browser asks for a picture without the header that says for whom a person acts. */
export function imageAddress(supplierId: string, sha256: string, width: ImageWidth): string {
  return `/images/${sha256}/${width}.webp?supplier=${supplierId}`
}
