import { wordsOf } from '../../../spec/words.ts';
import type { Rule } from '../../types.ts';

/** Words without code: one service, each further one up to the seventh; of those beyond most are simple. */
const WORDS = { first: 2400, further: 920 } as const;

export function mostWords(services: number): number {
  return WORDS.first + Math.max(0, Math.min(services, 7) - 1) * WORDS.further;
}

export const rule: Rule = {
  id: 'structure/length',
  severity: 'warning',
  summary: 'A section that is too long is read by nobody: what repeats, what has no news and what is advice goes first.',
  *check({ section }) {
    const { services, headingAt } = section;
    const { withoutCode } = wordsOf(section);
    const most = mostWords(services.length);
    if (services.length === 0 || withoutCode <= most * 1.02) return;
    const number = `${services.length} service${services.length === 1 ? '' : 's'}`;
    yield {
      at: headingAt, message: `Unexpected length: ${withoutCode} words without code for ${number}, expected at most ${most}`,
      advice: 'Cut what repeats, rows without news, quotas with room to spare, second tellings in tests and incidents.',
    };
  },
};
