import { longestParts, wordsOf } from '../../../spec/words.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'structure/length',
  severity: 'warning',
  summary:
    'A section that is too long is read by nobody: what repeats, what has no news and what is advice goes first.',
  options: {
    first: { default: 2400, summary: 'words without code for one service' },
    further: {
      default: 900,
      summary: 'words more for each further service, up to the seventh: of those beyond most are simple',
    },
  },
  *check({ section, options }) {
    const { services, headingAt } = section;
    const { withoutCode } = wordsOf(section);
    const most = options.first! + Math.max(0, Math.min(services.length, 7) - 1) * options.further!;
    if (services.length === 0 || withoutCode <= most) return;
    const longest = longestParts(section, 6).map(({ number, words }) => `${number} ${words}`);
    const number = `${services.length} service${services.length === 1 ? '' : 's'}`;
    yield {
      at: headingAt,
      message: `Unexpected length: ${withoutCode} words without code for ${number}, expected at most ${most}`,
      advice:
        'Cut what repeats, rows without news, quotas with room to spare, second tellings in tests and incidents. ' +
        `Longest: ${longest.join(', ')}.`,
    };
  },
};
