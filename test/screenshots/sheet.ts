import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { SceneLanguage } from '../support/desk-scenes.ts';
import { goTo, SCREENS } from '../support/desk-screens.ts';

interface SheetLook {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  readonly language: SceneLanguage;
}

const SIZES = [
  { size: 'wide', width: 1280, height: 800 },
  { size: 'phone', width: 390, height: 844 },
] as const;

const LOOKS: readonly SheetLook[] = SIZES.flatMap(({ size, ...window }) =>
  (['light', 'dark'] as const).flatMap((scheme) =>
    (['km', 'en'] as const).map((language) => ({
      ...window,
      scheme,
      language,
      name: `${size}-${scheme}-${language}`,
    })),
  ),
);

/** Every state of the desk in every look, each a picture, and one page with all of them. */
export async function shootSheet(page: Page, url: string, folder: string): Promise<void> {
  page.on('dialog', (dialog) => void dialog.accept());
  for (const screen of SCREENS) {
    for (const { language, scheme, name, ...window } of LOOKS) {
      // What opens a dialog has its words at full width.
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme: scheme });
      await goTo(page, url, { screen, language });
      await page.setViewportSize(window);
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      await page.screenshot({ path: join(folder, `desk-${screen.name}-${name}.png`) });
    }
  }
  await writeFile(join(folder, 'sheet.html'), pageOf());
}

function pageOf(): string {
  const picture = (screen: string, { name, width, height }: SheetLook) =>
    `<a href="desk-${screen}-${name}.png"><img loading="lazy" src="desk-${screen}-${name}.png" alt="${screen}, ${name}" width="${width / 4}" height="${height / 4}"></a>`;
  const rows = SCREENS.map(
    ({ name }) => `<h2>${name}</h2>\n<p>${LOOKS.map((look) => picture(name, look)).join('\n')}</p>`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The desk</title>
<style>body{font:16px system-ui;background:#8a8f8f;margin:2rem}img{margin:4px}</style>
<h1>The desk, in every state</h1>
${rows.join('\n')}
</html>
`;
}
