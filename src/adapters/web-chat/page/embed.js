// One script tag puts the chat on this page: a button, and a frame that is opened by it. The chat is another site's
// page; nothing in it can be read from here. Two words come out of it: the child leaves, or hides the chat.
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const { origin } = new URL(script.src);
  const english = /^en/i.test(document.documentElement.lang);
  const name = script.dataset['label'] || (english ? 'Chat' : 'ជជែក');

  /**
   * @template {HTMLElement} T
   * @param {T} made
   * @param {string} css
   * @param {Record<string, string>} attributes
   */
  const make = (made, css, attributes) => {
    made.style.cssText = `all:initial;position:fixed;right:0;bottom:0;z-index:2147483647;${css}`;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const open = make(
    document.createElement('button'),
    'box-sizing:border-box;margin:16px;min-width:48px;min-height:48px;padding:8px 20px;border:2px solid #fff;border-radius:24px;background:#24566b;color:#fff;font:600 16px/1.6 system-ui,"Noto Sans Khmer",sans-serif;cursor:pointer;box-shadow:0 1px 6px #0006',
    { type: 'button', lang: english ? 'en' : 'km', 'aria-expanded': 'false' },
  );
  open.textContent = name;
  open.addEventListener('focus', () => open.style.setProperty('outline', '3px solid #0b6bcb'));
  open.addEventListener('blur', () => open.style.removeProperty('outline'));

  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  const show = (/** @type {boolean} */ visible) => {
    if (frame === null) return;
    frame.style.display = visible ? 'block' : 'none';
    open.style.display = visible ? 'none' : 'block';
    open.setAttribute('aria-expanded', String(visible));
    (visible ? frame : open).focus();
  };
  // The chat begins when it is opened, not before.
  open.addEventListener('click', () => {
    if (frame === null) {
      frame = make(
        document.createElement('iframe'),
        'width:min(100%,416px);height:min(100%,672px);background:#f3f5f6;box-shadow:0 0 16px #0006',
        { title: name, src: `${origin}/chat`, referrerpolicy: 'no-referrer' },
      );
      document.body.append(frame);
    }
    show(true);
  });

  const leave = () => {
    document.documentElement.style.visibility = 'hidden';
    location.replace('__NEUTRAL_URL__');
  };
  addEventListener('message', ({ source, data }) => {
    if (frame === null || source !== frame.contentWindow) return;
    if (data === 'tvear:leave') leave();
    if (data === 'tvear:fold') show(false);
  });

  // Esc twice leaves from around the chat too; the chat itself tells the server first, then us.
  let escaped = 0;
  addEventListener('keydown', ({ key, repeat }) => {
    if (key !== 'Escape' || repeat || frame === null) return;
    const now = Date.now();
    if (now - escaped < 1000) {
      frame.contentWindow?.postMessage('tvear:leave', origin);
      setTimeout(leave, 1000);
    }
    escaped = now;
  });
  // A script in the head runs before there is anything to stand on.
  if (document.body === null)
    addEventListener('DOMContentLoaded', () => document.body.append(open));
  else document.body.append(open);
})();
