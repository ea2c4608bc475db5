import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Made for tests on this machine, signed by nobody, worth nothing anywhere else. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUClg63759C3DxVnEPv0XqJXyVpbcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyOTE5MTIzOFoYDzIxMjYxMTA1
MTkxMjM4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQdPToCpVUXIhyRN6DH1ympJ6KrAqrR6eBjN1lyNSstgH3o1OOsujzE
CuTLKTXL8Gz+YogDYUhu1MjN5bUARgaso2kwZzAdBgNVHQ4EFgQUBXgV3a7a3wfR
jPmvAc86+SylreIwHwYDVR0jBBgwFoAUBXgV3a7a3wfRjPmvAc86+SylreIwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIhAJJhfulZ7t18KXzHhKX+7VbTpAUwl4Y59qSXUpz6p8P9AiA0ocuxxVOH
eLB3Rf3b0lh8jV+5LorOmnRy+qF+AtKOcg==
-----END CERTIFICATE-----
`;
const ITS_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgazVDjTFYH2Fg0hAy
UHPwUqKoX8Yq8NEf9F3sVyBP1HyhRANCAAQdPToCpVUXIhyRN6DH1ympJ6KrAqrR
6eBjN1lyNSstgH3o1OOsujzECuTLKTXL8Gz+YogDYUhu1MjN5bUARgas
-----END PRIVATE KEY-----
`;

/** What stands before a helpline's server: takes https, passes http on and says so. */
export async function tlsProxy() {
  let target = 0;
  const server = createServer({ cert: CERTIFICATE, key: ITS_KEY }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forwarded = { ...headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' };
    const options = { host: '127.0.0.1', port: target, method, path: url, headers: forwarded };
    const passed = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** Where the server listens. */
    to(port: number) {
      target = port;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
