export const ROLES = ['counsellor', 'supervisor', 'manager', 'reviewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];
