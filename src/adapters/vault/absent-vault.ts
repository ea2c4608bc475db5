import { createSecretKey, randomBytes } from 'node:crypto';
import type { Vault } from '../../ports/vault.ts';
import { keyedHash } from './cipher.ts';

/**
 * Stands in while there is no store to register keys in: it seals nothing and opens nothing. Its hashes are of no use after
 * it, and to nobody else.
 */
export function absentVault(): Vault {
  const key = createSecretKey(randomBytes(32));
  const away = (): never => {
    throw new Error('there are no keys without a store');
  };
  return {
    ...{ newKey: away, openKey: away, rewrap: away, seal: away, open: away },
    ...{ enclose: away, disclose: away, sealRecord: away, openRecord: away },
    ...{ sealFactor: away, openFactor: away, tend: away },
    hash: (purpose, value) => keyedHash(key, `${purpose}|${value}`),
    health: () => ({ ok: false, why: 'There are no keys without a store.' }),
  };
}
