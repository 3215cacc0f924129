import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { isChecked, pairs } from './pairs.ts';

const PRODUCTION = /\b(?:prod|production|live|produktiv)/i;
/** "Never connect.example.com" in a note. */
const DENIED = /\b(?:not|never|no|instead of|nicht|nie|kein\w*|statt)\b/i;
const names = (text: string, wanted: string) => new RegExp(`(?<![\\w.-])${wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.-])`, 'i').test(text);
const host = (url: string) => /^https?:\/\/([^/{}]+)/.exec(url)?.[1]?.toLowerCase() ?? null;

export const sandbox: Rule = {
  id: 'facts/sandbox',
  severity: 'error',
  summary: 'A test environment that calls the production host moves real money and reaches real people.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      const test = host(sheet.sandboxHost ?? '');
      const lives = sheet.production.map(host).filter((h) => h !== null && h !== test);
      const part = service.parts.authentication;
      if (test === null || lives.length === 0 || part?.state !== 'given' || !isChecked(sheet, 'sandboxHost')) continue;
      for (const row of valueOf(part.fields.environments) ?? []) {
        if (PRODUCTION.test(valueOf(row.environment) ?? '')) continue;
        const cells = [row.endpoint, row.notes].map((leaf) => ({ leaf, text: valueOf(leaf) ?? '' })).filter(({ text }) => !DENIED.test(text));
        const used = lives.find((h) => cells.some(({ text }) => names(text, h!)));
        if (used) yield { at: cells.find(({ text }) => names(text, used))!.leaf.at, message: `Unexpected production host ${used} in the environment "${valueOf(row.environment)}", expected ${sheet.name}'s sandbox ${test}` };
      }
    }
  },
};
