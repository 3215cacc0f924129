import { findQuantities } from '../quantities/index.ts';
import { readLines, quoteOf, type InputDocument } from './documents.ts';
import { isUnsettled } from './questions.ts';
import type { OldSection7, Quote, Target } from './types.ts';
import type { VendorNames } from './vendor-names.ts';

const DATE =
  /\b20\d\d-\d\d(?:-\d\d)?\b|\b\d{1,2}\.\d{1,2}\.20\d\d\b|\bQ[1-4] 20\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember) 20\d\d\b/i;

/** What a Section 7 that was written by hand says: services, dates, limits and open choices, as quotes. */
export function oldSection7(document: InputDocument, target: Target, names: VendorNames): OldSection7 | null {
  if (!target.exists || target.format !== null || target.place === null) return null;
  const { start } = target.place.at;
  const index = document.sections.findIndex((s) => s.heading.at.start === start);
  const section = document.sections[index];
  if (!section) return null;
  const [from, to] = section.blocks;
  const { lines } = readLines(document, (block) => (block > from && block < to ? '7' : null));
  const services = new Map<string, Quote>();
  const [dates, limits, open]: Quote[][] = [[], [], []];
  for (const line of lines) {
    for (const name of names.find(line.text, line.kind !== 'text' || line.hasBoldLabel))
      if (!services.has(name.vendor)) services.set(name.vendor, { text: name.vendor, place: line.place });
    if (line.kind === 'heading') {
      // A heading of one service, whatever it is called.
      const name = names.named(line.titles[0] ?? '');
      if (
        name &&
        name.id === null &&
        section.level + 1 === document.sections[line.heading]?.level &&
        !/\b(?:overview|architecture|security|testing|operations|references|services?|übersicht)\b/i.test(name.text)
      )
        services.set(name.vendor, { text: name.vendor, place: line.place });
      continue;
    }
    const quote = quoteOf(line, line.text);
    if (isUnsettled(line.text)) open!.push(quote);
    else if (DATE.test(line.text)) dates!.push(quote);
    else if (findQuantities(line.text.slice(0, 600)).length > 0) limits!.push(quote);
  }
  return {
    title: target.title ?? '',
    place: target.place,
    services: [...services.values()],
    dates: dates!,
    limits: limits!,
    open: open!,
  };
}
