import type { InputLine, Located } from './documents.ts';
import { OPEN } from './questions.ts';
import type { Feature, Quote } from './types.ts';

const MATRIX = /priority matrix|prioritätsmatrix|implementation priorit/i;
const REQUIREMENT = /^\**(?:Integration Requirements?|Integrations?-?\s?anforderung(?:en)?)\s*:?\**\s*:?\s*/i;
const PHASE = /(?:Implementation Phase|Umsetzungsphase|Phase)\s*:\s*([^|]{1,40})/i;
const NONE = /^(?:(?:none|keine|no external|not applicable|n\/a)\b|[–—-])/i;

/** Features of Section 3: third-level headings `3.n`, without the priority matrix. */
export function featuresOf(section3: Located | null, lines: readonly InputLine[]): Feature[] {
  if (!section3) return [];
  const { document, section } = section3;
  const within = document.sections.filter((s) => s.span.start > section.span.start && s.span.end <= section.span.end && s.level === section.level + 1);
  return within
    .filter((s) => s.number !== null && /^3\.\d+$/.test(s.number) && !MATRIX.test(s.title))
    .map((s) => {
      const own = lines.filter((l) => l.place.file === document.path && l.place.at.start >= s.span.start && l.place.at.start < s.span.end);
      const requirement = requirementOf(own);
      return {
        number: s.number!,
        title: s.title,
        phase: own.map((l) => PHASE.exec(l.text)?.[1]?.trim()).find((p) => p) ?? null,
        place: document.place(s.heading.at),
        needs: requirement === null ? 'unstated' : needsOf(requirement.text),
        requirement,
      };
    });
}

function requirementOf(lines: readonly InputLine[]): Quote | null {
  const index = lines.findIndex((l) => REQUIREMENT.test(l.source) || REQUIREMENT.test(l.text));
  if (index < 0) return null;
  const line = lines[index]!;
  const text = line.text.replace(REQUIREMENT, '').trim();
  // The answer may stand on the next line, as a list below the label.
  const next = lines[index + 1];
  return { text: text !== '' ? text : (next?.text ?? ''), place: text !== '' || !next ? line.place : next.place };
}

function needsOf(text: string): Feature['needs'] {
  if (text === '') return 'open';
  if (NONE.test(text)) return 'none';
  return OPEN.test(text) ? 'open' : 'stated';
}
