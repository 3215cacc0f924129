import { expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findService } from '../../scripts/services/catalog.ts';
import { compileCatalog, readCatalog } from '../../scripts/services/compiled.ts';

const catalog = readSheets(new URL('../..', import.meta.url).pathname);
const compiled = readCatalog(Buffer.from(compileCatalog(catalog)));

test('every sheet comes out of the compiled catalogue as it went in', () => {
  expect(JSON.parse(JSON.stringify(compiled.sheets))).toEqual(JSON.parse(JSON.stringify(catalog.sheets)));
  for (const [i, sheet] of catalog.sheets.entries()) {
    for (const key of Object.keys(sheet) as (keyof typeof sheet)[])
      expect(compiled.sheets[i]![key], `${sheet.id}, ${key}`).toEqual(sheet[key]);
  }
});

test('services are found by their names', () => {
  for (const { id, name, aliases } of catalog.sheets)
    for (const text of [id, name, ...aliases]) expect(findService(compiled, text)?.id).toBe(id);
});
