/** Whether a conversation's handle can be read now: drawn, not scrolled away, nothing in front of it, and the window is shown. */
export function isInSight(handle: string): boolean {
  if (document.hidden) return false;
  const places = [...document.querySelectorAll('.handle')];
  return places.some((place) => place.textContent === handle && isOnTop(place));
}

function isOnTop(place: Element): boolean {
  const { left, top, width, height } = place.getBoundingClientRect();
  if (width === 0) return false;
  return place.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}
