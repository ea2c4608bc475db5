/**
 * Puts words where the cursor stands, by the box's own editing command, so that its undo takes them back. Apart from the
 * words before them by a space.
 */
export function insertText(box: HTMLTextAreaElement, words: string): void {
  box.focus();
  const before = box.value.slice(0, box.selectionStart);
  const apart = before === '' || /\s$/.test(before) ? '' : ' ';
  // The only command that keeps the history of the box; every browser has it for text.
  document.execCommand('insertText', false, `${apart}${words}`);
}
