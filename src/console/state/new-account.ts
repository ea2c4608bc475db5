export interface NewAccount {
  readonly name: string;
  readonly alias: string;
  readonly password: string;
  readonly repeat: string;
}

/** What is wrong with a field, as a code of `invite.error`; in the form's order. */
export type AccountProblems = { readonly [Field in keyof NewAccount]?: Field | 'taken' | 'weak' };

/** The same limits as the API's schema, so that a person hears of them before the link is used. */
export function checkAccount(account: NewAccount): AccountProblems {
  const { name, alias, password, repeat } = account;
  return {
    ...(/^[a-z0-9._-]{3,40}$/.test(name) ? {} : { name: 'name' as const }),
    ...(alias.length >= 2 && alias.length <= 30 ? {} : { alias: 'alias' as const }),
    ...(password.length >= 12 && password.length <= 200 ? {} : { password: 'password' as const }),
    ...(repeat === password ? {} : { repeat: 'repeat' as const }),
  };
}
