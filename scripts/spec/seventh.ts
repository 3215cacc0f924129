import { outline, type OutlineSection } from '../markdown/sections.ts';
import type { MarkdownDocument, Span } from '../markdown/types.ts';
import { words } from '../words.ts';

/** A heading that can be Section 7, and whether it may be replaced. */
export interface Seventh {
  readonly section: OutlineSection;
  readonly span: Span;
  /** Its title is about integrations, or it carries the format comment. */
  readonly ours: boolean;
}

/**
 * Beginnings of "integration", "external service", "third-party service" in the languages that documents are written
 * in.
 */
const ABOUT = words(`
  integrat|intégrat|integrac|integraç|integraz|интеграц|external service|external system|external api|
  external dependenc|third-party|third party|externe dienst|externe service|externer dienst|externen dienst|
  drittanbiet|services externes|servicios externos|serviços externos|servizi esterni|外部サービス|外部連携|連携|統合|集成|
  外部服务|第三方|외부 서비스|연동|통합
`);
/** "Integration Testing" and "Continuous Integration" are about something else, unless services are named too. */
const ANOTHER = ['integration test', 'integrationstest', 'continuous integration', 'ci/cd', 'data integrity'];
const NAMES_SERVICES = ['service', 'external', 'extern', 'third', 'drittanbieter', 'dienst', 'サービス'];

/** Whether a title says that its section is about integrations. */
export function isAboutIntegrations(title: string): boolean {
  const folded = title.slice(0, 200).toLowerCase();
  if (ANOTHER.some((words) => folded.includes(words)) && !NAMES_SERVICES.some((word) => folded.includes(word)))
    return false;
  return ABOUT.some((words) => folded.includes(words));
}

/** `07-integrations.md`, `7_external.md`: its name says that it holds Section 7. */
export function isSeventhFile(path: string): boolean {
  return /(?:^|\/)0?7(?:[-_. ][^/]*)?\.(?:md|mdx|markdown)$/i.test(path);
}

const TOP_NUMBER = /^\d{1,2}$/;

/** From a heading to the next of its level or above, or to the next numbered section of the document. */
function spanOf(doc: MarkdownDocument, all: readonly OutlineSection[], index: number): Span {
  const { heading, level } = all[index]!;
  let next = index + 1;
  const ends = (s: OutlineSection) =>
    s.level <= level || (s.level <= 2 && s.number !== null && TOP_NUMBER.test(s.number));
  while (next < all.length && !ends(all[next]!)) next++;
  return { start: heading.at.start, end: all[next]?.heading.at.start ?? doc.text.length };
}

function carriesComment({ blocks }: MarkdownDocument, { blocks: [from] }: OutlineSection, { end }: Span): boolean {
  for (let i = from; i < blocks.length && blocks[i]!.at.start < end; i++) {
    const block = blocks[i]!;
    if (block.kind === 'html' && block.comment && /^<!--\s*vibe-specs\s/.test(block.text)) return true;
  }
  return false;
}

/**
 * Headings of a document that claim to be Section 7: numbered 7 at the top two levels; in a file whose name has the
 * number, without any, the first heading
 * about integrations. Headings in fences, comments, quotes and lists are none. `isOwn`: the document is for Section
 * 7 alone.
 */
export function seventhsOf(doc: MarkdownDocument, isOwn: boolean): Seventh[] {
  const all = outline(doc);
  const found: Seventh[] = [];
  const add = (index: number) => {
    const span = spanOf(doc, all, index);
    found.push({
      section: all[index]!,
      span,
      ours: isAboutIntegrations(all[index]!.title) || carriesComment(doc, all[index]!, span),
    });
  };
  all.forEach((s, index) => {
    if (s.level <= 2 && s.number === '7') add(index);
  });
  if (found.length === 0 && isOwn) {
    const index = all.findIndex((s) => s.level <= 2 && s.number === null && isAboutIntegrations(s.title));
    if (index >= 0) add(index);
  }
  return found;
}

/** Why nothing is replaced in this document, and what to do; null where it is safe. */
export function obstacle(
  sevenths: readonly Seventh[],
): { readonly problem: string; readonly places: readonly number[] } | null {
  const places = sevenths.map(({ section }) => section.heading.at.start);
  if (sevenths.length > 1)
    return {
      problem:
        'more than one heading has the number 7; keep it for the section about integrations and renumber the others',
      places,
    };
  if (sevenths.length === 1 && !sevenths[0]!.ours) {
    return {
      problem: `"${sevenths[0]!.section.title.slice(0, 80)}" has the number 7 and is not about integrations; renumber it, or name it "External Service Integrations" if it is the section to replace`,
      places,
    };
  }
  return null;
}
