import type { Span } from '../markdown/types.ts';

/** Shorter parts of a credential are words of everybody. */
const SHORTEST = 6;
const PART = new RegExp(`[\\w+/=~.-]{${SHORTEST},}`, 'g');

/**
 * Takes credentials out of what is printed: findings quote the document, whole words of it or, where they cut a long
 * one, its beginning. `spans` say where credentials stand in the text.
 */
export function redactor(text: string, spans: readonly Span[]): (printed: string) => string {
  if (spans.length === 0) return (printed) => printed;
  const secrets = [...new Set(spans.map(({ start, end }) => text.slice(start, end)))];
  const isPart = (word: string) => secrets.some((secret) => secret.includes(word));
  return (printed) => {
    const whole = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[credential]'), printed);
    return whole.replace(PART, (word) => {
      if (isPart(word)) return '[credential]';
      // A sentence ends behind it, or a path stands before it.
      return word.replace(/[^./=]{6,}/g, (part) => (isPart(part) ? '[credential]' : part));
    });
  };
}
