import type { Block } from '../markdown/types.ts';
import type { Footnote, FormatComment } from './model.ts';

const FORMAT = /<!--\s*vibe-specs\s+format=(\d{1,6})(?:\s+inputs=([0-9a-f]{1,64}))?\s*-->/;

/** The comment below the title that names the format and the inputs the section was written from. */
export function formatComment(blocks: readonly Block[]): FormatComment | undefined {
  for (const block of blocks) {
    if (block.kind !== 'html' || !block.comment) continue;
    const match = FORMAT.exec(block.text);
    if (match) return { version: Number(match[1]), inputs: match[2] ?? null, at: block.at };
  }
  return undefined;
}

const DATE = /\b(\d{4}-\d{2}-\d{2})\b/g;

/** What a reader dates: a version, or a title such as "prices from 2023-04-10", may hold a date too. */
const CHECKED =
  /\b(?:checked|accessed|retrieved|visited|verified|read|geprüft|abgerufen|gelesen)\b[^\d[\]]{0,12}(\d{4}-\d{2}-\d{2})\b/i;

/** Footnote definitions: `[^id]: Stripe, Webhooks. https://… (checked 2026-11-23)`. */
export function footnotes(blocks: readonly Block[]): Footnote[] {
  const notes: Footnote[] = [];
  for (const block of blocks) {
    if (block.kind !== 'footnote') continue;
    // A date inside the URL says nothing about when it was read.
    const url = /\bhttps?:\/\/[^\s<>)\]]+/.exec(block.text)?.[0] ?? null;
    const rest = url === null ? block.text : block.text.replace(url, ' ');
    const date = CHECKED.exec(rest)?.[1] ?? rest.match(DATE)?.at(-1) ?? null;
    notes.push({
      id: block.id,
      url: url?.replace(/[.,;:]+$/, '') ?? null,
      checked: date,
      text: block.text,
      at: block.at,
    });
  }
  return notes;
}
