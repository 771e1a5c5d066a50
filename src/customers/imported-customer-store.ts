/**
 * SQL by which an import compares and writes many customers at once. Fields that were edited here are never overwritten; the
 * caller decides what is written.
 */
import { sql } from 'kysely'
import { anyId } from '../db/any-of.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'

/** What an import knows of a customer, in our words. */
export interface ImportedFields {
  readonly name: string
  readonly accountNumber: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly group: string | null
  readonly paymentTerms: string | null
  readonly onHold: boolean
  readonly isActive: boolean
  readonly deliveryAddress: object
  readonly billingAddress: object
  readonly customFields: Readonly<Record<string, string>>
}

/** Customers as they are here, for comparing with what the ERP has. */
export async function selectForCompare(tx: Tx, customerIds: readonly string[]) {
  if (customerIds.length === 0) return new Map<string, never>()
  const rows = await tx
    .selectFrom('customers')
    .select([
      'customerId',
      'name',
      'accountNumber',
      'firstName',
      'lastName',
      'email',
      'phone',
      'customerGroup as group',
      'paymentTerms',
      'onHold',
      'isActive',
      'deliveryAddress',
      'billingAddress',
      'customFields',
      'keptFields',
    ])
    .where('customerId', '=', anyId(customerIds))
    .execute()
  return new Map(rows.map((row) => [row.customerId, row]))
}

/** Customers without a link on this connection that have one of these e-mail addresses or names, compared in small letters. */
export async function selectUnlinkedLike(
  tx: Tx,
  connectionId: string,
  by: { readonly emails: readonly string[]; readonly names: readonly string[] },
) {
  return tx
    .selectFrom('customers')
    .select(['customerId', 'name', 'email', 'sortName'])
    .where((is) =>
      is.or([sql<boolean>`email_key = any(${by.emails})`, sql<boolean>`sort_name = any(${by.names})`]),
    )
    .where(sql<boolean>`not exists (
      select 1 from erp_links l where l.supplier_id = scope_supplier() and l.kind = 'customer'
        and l.local_id = customers.customer_id and l.connection_id = ${connectionId}::uuid)`)
    .orderBy('customerId')
    .execute()
}

type Row = ImportedFields & { readonly customerId: string }

/** The rows as a table `r`, in one parameter however many they are. */
function table(rows: readonly Row[]) {
  return sql`jsonb_to_recordset(${json(rows)}::jsonb) r (
    "customerId" uuid, name text, "accountNumber" text, "firstName" text, "lastName" text, email text, phone text, "group" text,
    "paymentTerms" text, "onHold" boolean, "isActive" boolean, "deliveryAddress" jsonb, "billingAddress" jsonb, "customFields" jsonb)`
}

/** Makes customers, or brings those that exist up to date but for the fields kept here. */
export async function upsertImported(tx: Tx, rows: readonly Row[], at: Date): Promise<void> {
  if (rows.length === 0) return
  const follow = (field: string, column: string) =>
    sql`${sql.ref(column)} = case when c.kept_fields ? ${sql.lit(field)} then c.${sql.ref(column)} else excluded.${sql.ref(column)} end`
  await sql`
    insert into customers as c (supplier_id, customer_id, name, account_number, first_name, last_name, email, phone, customer_group,
      payment_terms, on_hold, is_active, delivery_address, billing_address, custom_fields, created_at, updated_at)
    select scope_supplier(), "customerId", name, "accountNumber", "firstName", "lastName", email, phone, "group",
      "paymentTerms", "onHold", "isActive", "deliveryAddress", "billingAddress", "customFields", ${at}::timestamptz, ${at}::timestamptz
    from ${table(rows)}
    on conflict (supplier_id, customer_id) do update set
      ${sql.join([
        follow('name', 'name'),
        follow('accountNumber', 'account_number'),
        follow('firstName', 'first_name'),
        follow('lastName', 'last_name'),
        follow('email', 'email'),
        follow('phone', 'phone'),
        follow('group', 'customer_group'),
        follow('paymentTerms', 'payment_terms'),
        follow('onHold', 'on_hold'),
        follow('isActive', 'is_active'),
        follow('deliveryAddress', 'delivery_address'),
        follow('billingAddress', 'billing_address'),
      ])},
      custom_fields = excluded.custom_fields, updated_at = excluded.updated_at, revision = c.revision + 1`.execute(
    tx,
  )
}

/** Fills what is empty here, and overwrites nothing: for customers made by hand that are linked now. */
export async function fillEmpty(tx: Tx, rows: readonly Row[], at: Date): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update customers c set
      account_number = coalesce(nullif(c.account_number, ''), r."accountNumber"),
      first_name = coalesce(nullif(c.first_name, ''), r."firstName"),
      last_name = coalesce(nullif(c.last_name, ''), r."lastName"),
      email = coalesce(nullif(c.email, ''), r.email),
      phone = coalesce(nullif(c.phone, ''), r.phone),
      customer_group = coalesce(nullif(c.customer_group, ''), r."group"),
      payment_terms = coalesce(nullif(c.payment_terms, ''), r."paymentTerms"),
      delivery_address = case when c.delivery_address = '{}' then r."deliveryAddress" else c.delivery_address end,
      billing_address = case when c.billing_address = '{}' then r."billingAddress" else c.billing_address end,
      custom_fields = r."customFields" || c.custom_fields,
      updated_at = ${at}::timestamptz, revision = c.revision + 1
    from ${table(rows)}
    where c.supplier_id = scope_supplier() and c.customer_id = r."customerId"`.execute(tx)
}
