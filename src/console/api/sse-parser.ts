export interface SseEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events from pieces of text cut anywhere (WHATWG HTML, 9.2.6). Comments count as signs of
 * life for the caller's watch but give no event. Unlike EventSource's, an event without data counts too.
 */
export function sseParser(onEvent: (event: SseEvent) => void): (piece: string) => void {
  let rest = '';
  let event = '';
  let data: string[] = [];

  const finish = () => {
    if (event !== '' || data.length > 0)
      onEvent({ event: event || 'message', data: data.join('\n') });
    event = '';
    data = [];
  };
  const take = (line: string) => {
    if (line === '') return finish();
    const [field, value] = fieldOf(line);
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  };

  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
