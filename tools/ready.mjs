/**
 * Makes a fresh or changed copy of Purvey ready to run: packages installed, Node 24 at hand, web app and server built (with
 * `--built`). It runs before the npm scripts, on Node 20 too, uses no package, and is quick and silent when there is nothing to do.
 * `--dev` also asks for the packages that only tests and checks need.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const NEEDED_NODE = 24
const LOCK_PATIENCE_MS = 15 * 60_000
const wantsBuilt = process.argv.includes('--built')
const wantsDev = process.argv.includes('--dev')
const at = (...parts) => join(ROOT, ...parts)
const INSTALLED = at('node_modules/.purvey-installed')
const INSTALLING = at('node_modules/.purvey-installing')
const LOCK = at('.purvey/ready.lock')

const builds = [
  {
    what: 'web app',
    source: 'web/index.html',
    readsFrom: ['web', 'src/contract', 'src/rules', 'src/core'],
    folder: 'web/dist',
    args: (draft) => [
      at('node_modules/vite/bin/vite.js'),
      'build',
      at('web'),
      '--outDir',
      draft,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
  },
  {
    what: 'server',
    source: 'src/main.ts',
    readsFrom: ['src', 'tools/build-server.mjs'],
    folder: 'dist',
    args: (draft) => [at('tools/build-server.mjs'), draft],
  },
]

try {
  if (!packagesReady() || (wantsBuilt && !builds.every(isBuilt))) {
    await lock()
    try {
      if (!packagesReady()) install()
      requireNode()
      if (wantsBuilt) for (const one of builds) if (!isBuilt(one)) build(one)
    } finally {
      rmSync(LOCK, { recursive: true, force: true })
    }
  }
  requireNode()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

// ── Packages ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function packagesReady() {
  if (existsSync(INSTALLING)) return false
  const manifest = readJson(at('package.json'))
  const needed = {
    ...manifest.dependencies,
    ...(wantsDev ? manifest.devDependencies : {}),
    ...hereOnly(manifest),
  }
  const wanted = digest([JSON.stringify(needed), readFileSync(at('package-lock.json'))])
  if (readText(INSTALLED).split('\n').includes(wanted)) return true
  // Installed by hand, perhaps: then it only has to be noted.
  for (const [name, version] of Object.entries(needed)) {
    if (readJson(at('node_modules', name, 'package.json')).version !== version) return false
  }
  noteInstalled(wanted)
  return true
}

function noteInstalled(wanted) {
  try {
    writeFileSync(
      INSTALLED,
      `${readText(INSTALLED).split('\n').filter(Boolean).slice(-3).concat(wanted).join('\n')}\n`,
    )
  } catch {
    // A read-only installation is checked in full each time instead.
  }
}

/** The optional packages made for this system. */
function hereOnly(manifest) {
  const suffix = `-${process.platform}-${process.arch}`
  return Object.fromEntries(
    Object.entries(manifest.optionalDependencies ?? {}).filter(
      ([name]) => !isMusl() && `-${name.replace('/', '-')}`.endsWith(suffix),
    ),
  )
}

function install() {
  console.error("Installing Purvey's packages. This takes about a minute, once.")
  // A killed installation leaves half-written packages that npm would take for whole ones.
  if (existsSync(INSTALLING)) rmSync(at('node_modules'), { recursive: true, force: true })
  mkdirSync(at('node_modules'), { recursive: true })
  writeFileSync(INSTALLING, '')
  rmSync(INSTALLED, { force: true })
  const lockfile = readFileSync(at('package-lock.json'))
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=optional',
  ]
  const run = spawnSync(npm[0], [...npm.slice(1), ...args, ...(wantsDev ? ['--include=dev'] : [])], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && npm.length === 1,
  })
  if (!readFileSync(at('package-lock.json')).equals(lockfile))
    writeFileSync(at('package-lock.json'), lockfile)
  if (run.status !== 0) {
    throw new Error(
      `Purvey's packages could not be installed: npm ended with ${run.error ? run.error.message : `exit code ${run.status ?? run.signal}`} (its own words are above). Check the network and the npm registry, then run the same command again.`,
    )
  }
  rmSync(INSTALLING, { force: true })
  if (!packagesReady()) {
    throw new Error(
      'npm installed, but packages of this Purvey are still missing or of other versions. Remove the folder node_modules and run the same command again.',
    )
  }
}

// ── Node ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function requireNode() {
  if (findNode()) return
  const how =
    process.platform === 'linux' && !isMusl() && ['x64', 'arm64'].includes(process.arch)
      ? 'Purvey normally brings its own on this system: run "npm install --ignore-scripts --include=optional" and try again.'
      : `On this system (${process.platform}${isMusl() ? ' with musl' : ''}, ${process.arch}) Purvey cannot bring its own: install Node ${NEEDED_NODE} from https://nodejs.org and try again.`
  throw new Error(
    `Purvey needs Node ${NEEDED_NODE} or newer, but this is Node ${process.versions.node}. ${how}`,
  )
}

/** The program that npm scripts will get as `node`: the installed package's before the one on the path. */
function findNode() {
  const own = at('node_modules/.bin/node')
  if (existsSync(own)) {
    const run = spawnSync(own, ['--version'], { encoding: 'utf8' })
    if (run.status === 0 && major(run.stdout.slice(1)) >= NEEDED_NODE) return own
  }
  return major(process.versions.node) >= NEEDED_NODE ? process.execPath : undefined
}

function major(version) {
  return Number(version.split('.')[0])
}

function isMusl() {
  if (process.platform !== 'linux') return false
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime === undefined
}

// ── Web app and server ──────────────────────────────────────────────────────────────────────────────────────────────────

function isBuilt(one) {
  // An installation without the sources brings along what was built.
  if (!existsSync(at(one.source))) return true
  return existsSync(at(one.folder)) && readText(noteOf(one)) === digestOf(one)
}

function noteOf({ what }) {
  return at(`node_modules/.purvey-built-${what.replace(' ', '-')}`)
}

function digestOf({ readsFrom }) {
  const files = readsFrom.flatMap((path) => (statSync(at(path)).isFile() ? [path] : filesBelow(path)))
  return digest(['package-lock.json', ...files].flatMap((path) => [path, readFileSync(at(path))]))
}

function filesBelow(folder) {
  if (!existsSync(at(folder))) return []
  return readdirSync(at(folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return path === 'web/dist' || entry.name === '.vite' ? [] : filesBelow(path)
      return /\.test\.tsx?$/.test(entry.name) ? [] : [path]
    })
    .sort()
}

/** Built beside its place and moved there whole: a failed build leaves what was built before. */
function build(one) {
  console.error(`Building the ${one.what}.`)
  const built = digestOf(one)
  const draft = at('node_modules/.purvey-draft')
  const run = spawnSync(findNode(), one.args(draft), { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (run.status !== 0) {
    throw new Error(
      `The ${one.what} could not be built (the reason is above). Mend it and run the same command again.`,
    )
  }
  rmSync(at(one.folder), { recursive: true, force: true })
  renameSync(draft, at(one.folder))
  writeFileSync(noteOf(one), built)
}

// ── One at a time ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function lock() {
  mkdirSync(dirname(LOCK), { recursive: true })
  const giveUpAt = Date.now() + LOCK_PATIENCE_MS
  for (let told = false; ; told = true) {
    try {
      mkdirSync(LOCK)
      writeFileSync(join(LOCK, 'pid'), String(process.pid))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned()) {
      takeAway(readText(join(LOCK, 'pid')))
      continue
    }
    if (!told) console.error('Another command is making Purvey ready. Waiting for it.')
    if (Date.now() > giveUpAt) {
      throw new Error(
        `Another command has been making Purvey ready for too long. If none runs, remove ${LOCK}.`,
      )
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 200)
    })
  }
}

/** Moved aside first, so that of several waiting processes one removes it; moved back if it was a fresh one by then. */
function takeAway(abandoned) {
  const aside = `${LOCK}.${process.pid}`
  try {
    renameSync(LOCK, aside)
    if (readText(join(aside, 'pid')) === abandoned) rmSync(aside, { recursive: true, force: true })
    else renameSync(aside, LOCK)
  } catch {
    // Another process was faster: look again.
  }
}

function isAbandoned() {
  const pid = Number(readText(join(LOCK, 'pid')))
  try {
    if (!pid) return Date.now() - statSync(LOCK).mtimeMs > 10_000
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

function digest(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}
