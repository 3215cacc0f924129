import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { isChecked, pairs } from './pairs.ts';

const PRODUCTION = /\b(?:prod|production|live|produktiv)/i;
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
        const endpoint = valueOf(row.endpoint) ?? '';
        const used = lives.find((h) => new RegExp(`(?<![\\w.-])${h!.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.-])`, 'i').test(endpoint));
        if (used && !PRODUCTION.test(valueOf(row.environment) ?? '')) yield { at: row.endpoint.at, message: `Unexpected production host ${used} in the environment "${valueOf(row.environment)}", expected ${sheet.name}'s sandbox ${test}` };
      }
    }
  },
};
