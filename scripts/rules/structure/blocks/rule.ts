import { BLOCKS, TITLE } from '../../../spec/format.ts';
import { toData } from '../../../spec/data.ts';
import { sectionSchema } from '../../../spec/schema.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'structure/blocks',
  severity: 'error',
  summary:
    'The blocks that every Section 7 has are where its readers look first; everything else exists where it says something.',
  *check({ section }) {
    const result = sectionSchema.safeParse(toData(section));
    for (const { path } of result.error?.issues ?? []) {
      const [field, number] = path;
      if (field === 'title') {
        yield {
          at: section.headingAt,
          message: `Unexpected title "${section.headings[0]!.title}", expected "${TITLE}"`,
        };
      } else if (field === 'blocks') {
        const block = BLOCKS.find((b) => b.number === number);
        if (block)
          yield {
            at: section.headingAt,
            message: `Missing ${block.number} ${block.title}`,
            advice: `Add the heading "### ${block.number} ${block.title}".`,
          };
      }
    }
  },
};
