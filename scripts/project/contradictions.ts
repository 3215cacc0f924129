import { needOf } from './needs.ts';
import type { Contradiction, Feature, VendorMention } from './types.ts';

const top = (section: string) => (/^3\.|^\D/.test(section) && section !== 'architecture' ? '3' : section);
const need = ({ id, name }: VendorMention) => needOf(id ?? name.toLowerCase());
const MOST_QUOTES = 4;

/** Places that disagree, as far as structured places tell. */
export function contradictionsOf(mentions: readonly VendorMention[], features: readonly Feature[]): Contradiction[] {
  const used = mentions.filter((m) => m.stance === 'chosen');
  const needs = vendorsForOneNeed(used);
  const known = new Set(needs.flatMap((c) => c.sides.map((s) => s.says)));
  const unknown = mentions.filter((m) => !known.has(m.name));
  return [
    ...needs,
    ...declinedAndNamed(mentions),
    ...selectedAndUnused(unknown),
    ...requiredAndUnselected(unknown),
    ...phases(features),
  ];
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const same = groups.get(name);
    if (same) same.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** Two sources that choose different vendors for one need, with nothing in common. */
function vendorsForOneNeed(chosen: readonly VendorMention[]): Contradiction[] {
  const found: Contradiction[] = [];
  for (const [subject, all] of grouped(
    chosen.filter((m) => need(m) !== null),
    (m) => need(m)!,
  )) {
    const sets = [...grouped(all, (m) => top(m.section)).values()].map((ms) => new Set(ms.map((m) => m.name)));
    if (!sets.some((a) => sets.some((b) => [...a].every((name) => !b.has(name))))) continue;
    found.push({
      kind: 'vendors',
      subject,
      sides: [...grouped(all, (m) => m.name)].map(([says, quotes]) => ({ says, quotes: quotes.slice(0, MOST_QUOTES) })),
    });
  }
  return found;
}

/** A box that is empty, or a vendor that is declined, and a later section that names it all the same. */
function declinedAndNamed(mentions: readonly VendorMention[]): Contradiction[] {
  return [...grouped(mentions, (m) => m.name)].flatMap(([subject, all]): Contradiction[] => {
    const against = all.filter((m) => (m.stance === 'unchecked' || m.stance === 'declined') && m.structured);
    const parts = against.length > 0 ? mentions.filter((m) => m.name.startsWith(`${subject} `) && !m.structured) : [];
    const named = [...all, ...parts].filter(
      (m) =>
        m.section !== 'architecture' &&
        (m.stance === 'chosen' || m.stance === 'mentioned' || m.stance === 'candidate') &&
        !against.includes(m),
    );
    if (
      against.length === 0 ||
      named.length === 0 ||
      all.some((m) => m.stance === 'chosen' && m.section === 'architecture')
    )
      return [];
    return [
      {
        kind: 'declined',
        subject,
        sides: [
          { says: against[0]!.stance, quotes: against.slice(0, 2) },
          { says: 'named', quotes: named.slice(0, MOST_QUOTES) },
        ],
      },
    ];
  });
}

/** Needs that only features have: what is selected for one of them and named by none is perhaps not needed. */
function selectedAndUnused(mentions: readonly VendorMention[]): Contradiction[] {
  return [...grouped(mentions, (m) => m.name)].flatMap(([subject, all]): Contradiction[] => {
    const selected = all.filter((m) => m.stance === 'chosen');
    const served = need(all[0]!);
    if (
      served === null ||
      served === 'error tracking' ||
      !selected.some((m) => m.section === 'architecture') ||
      all.some((m) => m.section !== 'architecture')
    )
      return [];
    return [
      {
        kind: 'unused',
        subject,
        sides: [{ says: 'chosen, and no feature names it', quotes: selected.slice(0, MOST_QUOTES) }],
      },
    ];
  });
}

/**
 * A vendor that a feature requires, in a project whose architecture document selects its services and does not
 * select this one.
 */
function requiredAndUnselected(mentions: readonly VendorMention[]): Contradiction[] {
  const selects = mentions.filter((m) => m.stance === 'chosen' && m.section === 'architecture').length > 2;
  return !selects
    ? []
    : [...grouped(mentions, (m) => m.name)].flatMap(([subject, all]): Contradiction[] => {
        const required = all.filter((m) => m.stance === 'chosen' && top(m.section) === '3');
        if (required.length === 0 || all.some((m) => m.section === 'architecture')) return [];
        return [
          {
            kind: 'unselected',
            subject,
            sides: [
              {
                says: 'required, and not among the services of the architecture document',
                quotes: required.slice(0, MOST_QUOTES),
              },
            ],
          },
        ];
      });
}

function phases(features: readonly Feature[]): Contradiction[] {
  return features.flatMap(({ id, title, phase, matrixPhase, place }): Contradiction[] => {
    const digits = (text: string) => /\d+|[IVX]+/.exec(text)?.[0];
    if (!phase || !matrixPhase || digits(phase) === digits(matrixPhase.text)) return [];
    const own = { text: `Phase ${phase}`, place, section: id };
    return [
      {
        kind: 'phase',
        subject: `${id} ${title}`,
        sides: [
          { says: 'the matrix', quotes: [{ ...matrixPhase, section: '3' }] },
          { says: 'the feature', quotes: [own] },
        ],
      },
    ];
  });
}
