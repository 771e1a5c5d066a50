/**
 * Makes the role that the application works as and gives it its rights: rows of tables, never their shape, and no way past
 * row-level security.
 */
import type { ClientBase } from 'pg'
import { errorCode } from './embedded-binaries.ts'
import { APP_ROLE } from './pg-config.ts'

/** Makes the role where it is missing and lets the owner enter it. Safe when several databases of one server do so at once. */
export async function makeAppRole(owner: ClientBase): Promise<void> {
  await unlessDoneMeanwhile(owner, {
    isDone: `select 1 from pg_roles where rolname = '${APP_ROLE}'`,
    statement: `create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit`,
  })
  const { rows } = await owner.query<{ free: boolean }>(
    `select rolsuper or rolbypassrls as free from pg_roles where rolname = '${APP_ROLE}'`,
  )
  if (rows[0]?.free !== false) {
    throw new Error(
      `The database role ${APP_ROLE} may bypass row-level security, which keeps suppliers apart. Run "alter role ${APP_ROLE} nosuperuser nobypassrls" as an administrator, then start again.`,
    )
  }
  await unlessDoneMeanwhile(owner, {
    // From 16 on, who makes a role may grant it but not enter it: being a member is no longer enough.
    isDone: `select 1 where pg_has_role(current_user, '${APP_ROLE}',
             case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)`,
    statement: `grant ${APP_ROLE} to current_user`,
  })
}

/** The role's rights on a schema: what is in it and what this owner adds later. */
export async function grantSchema(owner: ClientBase, schema: string): Promise<void> {
  const name = `"${schema.replaceAll('"', '""')}"`
  await owner.query(`
    revoke create on schema ${name} from public;
    grant usage on schema ${name} to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema ${name} to ${APP_ROLE};
    grant usage, select on all sequences in schema ${name} to ${APP_ROLE};
    alter default privileges in schema ${name} grant select, insert, update, delete on tables to ${APP_ROLE};
    alter default privileges in schema ${name} grant usage, select on sequences to ${APP_ROLE};
  `)
}

/** Roles belong to the whole server, which no lock of one database covers: another may be faster. */
async function unlessDoneMeanwhile(
  owner: ClientBase,
  { isDone, statement }: { isDone: string; statement: string },
): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if ((await owner.query(isDone)).rowCount !== 0) return
    try {
      await owner.query(statement)
      return
    } catch (error) {
      const code = errorCode(error)
      if (code === '42501') {
        throw new Error(
          `The database user of DATABASE_URL may not prepare the role that Purvey works as. Run this once as an administrator: create role ${APP_ROLE} nologin nobypassrls; grant ${APP_ROLE} to that user.`,
          { cause: error },
        )
      }
      // Made by another just now, or changed at the same moment (PostgreSQL calls that an internal error).
      if (!['42710', '23505', 'XX000'].includes(code)) throw error
    }
  }
  throw new Error(
    `The database role ${APP_ROLE} could not be prepared: others kept changing it. Start again.`,
  )
}
