/**
 * What every page must bear: wide and narrow, light and dark, words of 40 % more length, a zoom of 200 %, and the rules of
 * accessibility. It takes the screenshots that people look at.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type OpenPage, shotPath } from './browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const looks = ['light', 'dark'] as const
const sizes = {
  desk: { width: 1440, height: 900 },
  /** 1440 pixels at 200 %. */
  zoomed: { width: 720, height: 450 },
  phone: { width: 390, height: 844 },
}

export interface Stop {
  /** The route as the router names it. */
  readonly route: string
  readonly name: string
  /** Its heading, by which it is there. */
  readonly heading: string | RegExp
  /** Where it is, when that is not the route itself. */
  readonly path?: () => string
}

/** Goes to the page and fails with a list of everything that is wrong with it. */
export async function checkPage({ page, complaints }: OpenPage, stop: Stop): Promise<void> {
  const faults: string[] = []
  await page.addInitScript({ content: axeSource })
  await page.goto(stop.path?.() ?? stop.route)
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewportSize(size)
    await settle(page, stop)
    for (const fault of await lastingMisfits(page)) faults.push(`${name}, ${fault}`)
    if (name === 'zoomed') continue
    for (const look of looks) {
      await page.emulateMedia({ colorScheme: look })
      await page.screenshot({ path: shotPath(`${stop.name} ${name} ${look}`), fullPage: true })
      for (const fault of await broken(page, look)) faults.push(`${name}, ${look}: ${fault}`)
    }
  }
  expect({ faults, complaints: complaints.filter((one) => !isExpected(one)) }).toEqual({
    faults: [],
    complaints: [],
  })
}

/** Before a sign-in the server says so to the first question, and the browser writes that down as an error. */
function isExpected(complaint: string): boolean {
  return complaint.includes('401') && complaint.includes('/api/session')
}

async function settle(page: Page, stop: Stop): Promise<void> {
  await page.getByRole('heading', { name: stop.heading }).first().waitFor()
  await page.waitForFunction(
    () => document.querySelector('main [aria-busy=true], main .animate-pulse') === null,
  )
  await page.evaluate(() => document.fonts.ready.then(() => true))
  // What still moves is not where it will stand.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity),
  )
}

/** Accessibility rules that are broken. Between light and dark only colours change. */
async function broken(page: Page, look: (typeof looks)[number]): Promise<string[]> {
  const runOnly =
    look === 'light' ? { type: 'tag', values: standards } : { type: 'rule', values: ['color-contrast'] }
  return page.evaluate(async (only) => {
    type Violation = { id: string; nodes: { target: unknown[]; failureSummary: string }[] }
    type Runner = { run(root: Document, options: object): Promise<{ violations: Violation[] }> }
    const { axe } = globalThis as unknown as { axe: Runner }
    const { violations } = await axe.run(document, { runOnly: only, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => {
      const where = nodes.slice(0, 3).map((node) => `${String(node.target)} ${node.failureSummary}`)
      return `${id}: ${where.join(' | ')}`
    })
  }, runOnly)
}

/** What does not fit once the page has had time to lay itself out at its new size. */
async function lastingMisfits(page: Page): Promise<string[]> {
  let found = await misfits(page)
  for (let frame = 0; found.length > 0 && frame < 60; frame += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    found = await misfits(page)
  }
  return found
}

/** What sticks out of the window, or of the button or tab that it stands in; as it is, then with longer words. */
async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement

    function nameOf(element: HTMLElement): string {
      const words = element.getAttribute('aria-label') ?? element.innerText
      return `${element.tagName.toLowerCase()} “${words.replaceAll(/\s+/g, ' ').slice(0, 60)}”`
    }
    /** Only for screen readers, or in a place that ends its words with an ellipsis on purpose. */
    function isSpared(element: Element | null): boolean {
      if (element === null) return false
      if (element.getBoundingClientRect().width <= 1) return true
      return getComputedStyle(element).textOverflow === 'ellipsis' || isSpared(element.parentElement)
    }
    function scrolls(element: Element | null): boolean {
      if (element === null) return false
      return /auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement)
    }
    function isOutside(element: HTMLElement): boolean {
      const box = element.getBoundingClientRect()
      return [element, ...element.querySelectorAll('*')].some((one) => {
        if (isSpared(one)) return false
        return [...one.childNodes].some((node) => {
          if (node.nodeType !== Node.TEXT_NODE) return false
          const words = document.createRange()
          words.selectNode(node)
          const rects = [...words.getClientRects()]
          return rects.some((rect) => rect.right > box.right + 2 || rect.left < box.left - 2)
        })
      })
    }
    function look(when: string): string[] {
      const found: string[] = []
      const { clientWidth, scrollWidth } = root
      if (scrollWidth > clientWidth) {
        const widest = [...document.querySelectorAll<HTMLElement>('body *')]
          .filter((one) => one.getBoundingClientRect().right > clientWidth && !scrolls(one.parentElement))
          .at(-1)
        found.push(
          `the page scrolls sideways by ${scrollWidth - clientWidth} px, for ${widest ? nameOf(widest) : 'unseen parts'}`,
        )
      }
      for (const element of document.querySelectorAll<HTMLElement>(
        'button, a, [role=tab], input, h1, h2, h3',
      )) {
        const box = element.getBoundingClientRect()
        if (box.width <= 1 || getComputedStyle(element).visibility === 'hidden') continue
        if ((box.right > clientWidth + 1 || box.left < -1) && !scrolls(element.parentElement))
          found.push(`${nameOf(element)} leaves the window`)
        if (element.matches('button, [role=tab], a') && isOutside(element))
          found.push(`the words of ${nameOf(element)} do not fit it`)
      }
      return [...new Set(found)].map((fault) => `${when}: ${fault}`)
    }
    function withLongerWords<T>(then: () => T): T {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const changed: { text: Text; was: string }[] = []
      while (walker.nextNode())
        changed.push({ text: walker.currentNode as Text, was: walker.currentNode.nodeValue ?? '' })
      for (const { text, was } of changed) {
        if (!/\p{Letter}{2}/u.test(was) || text.parentElement?.closest('script, style, time')) continue
        const more = Math.max(1, Math.ceil(was.trim().length * 0.4) - 1)
        text.data = `${was.trimEnd()} ${'lorem ipsum dolor sit amet '.repeat(40).slice(0, more).trimEnd()}`
      }
      const answer = then()
      for (const { text, was } of changed) text.data = was
      return answer
    }
    return [...look('as it is'), ...withLongerWords(() => look('with longer words'))]
  })
}
