import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseScenario, play } from './scenario.ts';

const folder = new URL('.', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.scenario'));

/** With UPDATE_SCENARIOS=1 the files are written as it went; read the difference before it is committed. */
test.each(names)('%s', async (name) => {
  const path = new URL(name, folder);
  const text = readFileSync(path, 'utf8');
  const played = await play(parseScenario(text));
  if (process.env.UPDATE_SCENARIOS) writeFileSync(path, played);
  else expect(played).toBe(text);
});
