import { valueOf } from '../../spec/kinds.ts';
import { given, type Service } from '../../spec/model.ts';
import type { Attempts } from '../../spec/values.ts';
import type { Rule } from '../types.ts';
import { isMadeAnew } from './made-anew.ts';

/** Asked first, because it is small: few answers begin with a denial. */
const NONE = /^(?:no|un|kein|nein|nicht|[–-])/i;
/** "None" with an explanation ("none by the provider: the job repeats only what did not arrive") is an answer; bare, or with the remark that it is repeated, it is a gap. */
const BARE_NONE = /^(?:none|no|no key|not (?:idempotent|supported|available)|unsupported|keine[rs]?|nein|nicht (?:idempotent|unterstützt)|–|-)(?:[\s,;:(–-]+(?:but |and |aber |und )?(?:it |they )?(?:is |are |will be |gets |wird |werden )?(?:still |trotzdem )?(?:retried|repeated|wiederholt)\b[^,;.:]*)?\)?\.?$/i;

export const idempotency: Rule = {
  id: 'security/idempotency',
  severity: 'error',
  summary: 'A call that is repeated without an idempotency key pays, sends or books twice.',
  *check({ spec }) {
    for (const service of spec.services) {
      const { api } = service.parts;
      if (api?.state !== 'given' || !isRetried(service)) continue;
      for (const row of valueOf(api.fields.endpoints) ?? []) {
        const method = valueOf(row.method)?.toUpperCase();
        const said = row.idempotency.state === 'stated' ? row.idempotency.text : row.idempotency.state === 'not-applicable' ? row.idempotency.reason : null;
        if ((method === 'POST' || method === 'PATCH') && said !== null && (isBareNone(said.replace(/\bunverified\b/i, '').trim()) || isMadeAnew(said))) {
          yield { at: row.idempotency.at, message: `Missing idempotency of ${method} ${valueOf(row.path) ?? ''}: its calls are repeated in ${service.number}.6`, advice: 'Name the key and what it is made of, or why a repeat is harmless, or do not repeat the call.' };
        }
      }
    }
  },
};

const isBareNone = (said: string) => NONE.test(said) && BARE_NONE.test(said);

function isRetried({ parts }: Service): boolean {
  const retry = valueOf(given(parts, 'resilience')?.retry);
  return (retry ?? []).some((row) => isRepeated(valueOf(row.attempts)) && valueOf(row.by) !== 'none');
}

/** Without a number it is repeated until a time. */
const isRepeated = (attempts: Attempts | undefined) => attempts !== undefined && (attempts.value === null || attempts.value > 1);
