/** How long a password is, in characters. Length is what counts; which characters is the person's own affair. */
export const shortestPassword = 10
export const longestPassword = 200
