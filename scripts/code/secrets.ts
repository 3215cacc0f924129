import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { Span } from '../markdown/types.ts';

// It keeps a mark of every step for ever, and searches them all at the next one: whoever checks for hours would stand.
secretLintProfiler.mark = () => {};

/**
 * Forms that the preset does not know: Stripe, Standard Webhooks, Google OAuth clients, Google API keys, Postmark. Each
 * begins with a literal and repeats one class.
 */
const MORE =
  /(?<![\w-])(?:[rs]k_(?:live|test)_[0-9A-Za-z]{16,}|whsec_[0-9A-Za-z+/=]{24,}|GOCSPX-[0-9A-Za-z_-]{20,}|AIza[0-9A-Za-z_-]{35})/g;
/** What documentation writes where a credential would stand. */
const EXAMPLE = /(.)\1{7}|EXAMPLE|your[_-]/i;

const CONFIG = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] };

/**
 * Where credentials stand in a text: by secretlint's recommended rules and a few forms of our own. Nothing of a
 * credential is returned.
 */
export async function findSecrets(text: string, { start, end }: Span): Promise<readonly Span[]> {
  const content = text.slice(start, end);
  const { messages } = await lintSource({
    source: { filePath: 'section-7.md', content, ext: '.md', contentType: 'text' },
    options: { config: CONFIG as never, noPhysicFilePath: true },
  });
  const found = [
    ...messages.map(({ range }) => ({ start: range[0], end: range[1] })),
    ...[...content.matchAll(MORE)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  ].filter((span) => !EXAMPLE.test(content.slice(span.start, span.end)));
  const sorted = found.sort((a, b) => a.start - b.start || b.end - a.end);
  return sorted
    .filter((span, i) => i === 0 || span.start >= sorted[i - 1]!.end)
    .map((span) => ({ start: start + span.start, end: start + span.end }));
}
