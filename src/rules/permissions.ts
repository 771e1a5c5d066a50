/** Who may do what. The one table: the server enforces it, the web disables by it, the documentation prints it. */

export const roles = ['owner', 'manager', 'staff'] as const
export type Role = (typeof roles)[number]

const everyone = ['owner', 'manager', 'staff'] as const
const leads = ['owner', 'manager'] as const

export const permissions = {
  'orders.read': everyone,
  'orders.write': everyone,
  'orders.approve': everyone,
  'customers.read': everyone,
  'customers.write': everyone,
  'products.read': everyone,
  'products.write': leads,
  'imports.run': leads,
  'inbox.read': everyone,
  'inbox.fix': everyone,
  'sync.read': everyone,
  'connection.manage': leads,
  'settings.read': everyone,
  'settings.manage': leads,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** Whether a role holds a permission. */
export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role)
}
