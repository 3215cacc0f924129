import { matchesIn } from '../../shared/text.ts';
import type { Rule } from '../../types.ts';

/** What a template leaves behind: ‹…›, {service}, TODO, your_api_key. */
const PLACEHOLDER =
  /‹[^›\n]{0,60}›|\{(?:service|service_name|Service Name|provider|version|category)\}|(?<![\p{L}\p{N}_])(?:TODO|FIXME|TBD|XXX)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])your[_-]api[_-]key/gu;

export const rule: Rule = {
  id: 'structure/placeholder',
  severity: 'error',
  summary:
    'A blank that was left open reads as if it were settled; what is open is a row of 7.0 with an owner and a day.',
  *check({ section }) {
    for (const { piece, kind } of section.runs) {
      if (kind === 'heading') continue;
      for (const { text, at, code } of matchesIn(piece, PLACEHOLDER)) {
        // In code a name may be part of a language, and braces are parameters.
        if (!code)
          yield {
            at,
            message: `Unexpected placeholder "${text}"`,
            advice: 'Fill it, or make it a decision or a fact to confirm.',
          };
      }
    }
  },
};
