import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { z } from 'zod';

/** Browsers know passkeys of names, never of bare addresses, and only over https or on localhost. */
export function canUsePasskeys(): boolean {
  return browserSupportsWebAuthn() && !/^[\d.[]/.test(location.hostname);
}

/** WebAuthn's own JSON, made by the library on the server. */
const CreationOptions = z.custom<PublicKeyCredentialCreationOptionsJSON>();
const RequestOptions = z.custom<PublicKeyCredentialRequestOptionsJSON>();

/** The browser's answer; null when the person, or the browser, said no. */
export async function askForPasskey(options: object): Promise<Record<string, unknown> | null> {
  const optionsJSON = RequestOptions.parse(options);
  return startAuthentication({ optionsJSON }).then(
    (answer) => ({ ...answer }),
    () => null,
  );
}

export async function makePasskey(options: object): Promise<Record<string, unknown> | null> {
  const optionsJSON = CreationOptions.parse(options);
  return startRegistration({ optionsJSON }).then(
    (answer) => ({ ...answer }),
    () => null,
  );
}
