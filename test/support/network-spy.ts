import { appendFileSync } from 'node:fs';
import net from 'node:net';
import process from 'node:process';

/**
 * Loaded into a server by `node --import`: writes the place of every connection that it opens, whoever opens it, to the
 * file that SPY_FILE names, one a line.
 */
const file = process.env['SPY_FILE'] ?? '';
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function spied(this: net.Socket, ...args: unknown[]) {
  const [first] = args.flat();
  const place =
    typeof first === 'object' && first !== null ? first : { port: first, host: args[1] };
  appendFileSync(file, `${JSON.stringify({ ...place, lookup: undefined })}\n`);
  return Reflect.apply(connect, this, args);
};
