import { given, type Prose, type Section7, type Service } from '../../../spec/model.ts';
import type { Finding } from '../../types.ts';
import { matchesOf } from '../../matches.ts';
import { runsWith, spanIn } from '../../runs.ts';
import { serviceFinder } from './subject.ts';

/** Versions that are dates: `2026-09-16`, `2026-03`, `2026-10-28.endive`. */
const DATED = '20\\d\\d-[01]\\d(?:-[0-3]\\d)?(?:\\.[a-z]+)?';
/** Where one is sent: behind the name of a version's header or the word itself, and in endpoints as a segment of the path. */
const SENT = new RegExp(`\\bversion(?: header)?\\W{0,3}(?:(?:is|of|at|to|ist)\\W)?(${DATED})(?![\\w-])`, 'gi');
const SEGMENT = new RegExp(`/(${DATED})(?![\\w-])`, 'gi');
const OTHER = /\b(?:since|until|before|from|old(?:er)?|former\w*|no longer|instead|never|not|migrat\w*|upgrad\w*|seit|bis|ab|statt|nicht|früher\w*)\b/i;

/** Text that sends another version than the field "API Version" of its service names. */
export function* otherVersions(spec: Section7): Iterable<Finding> {
  const servicesIn = serviceFinder(spec);
  for (const run of runsWith(spec.prose, /20\d\d-/g)) {
    if (run.field === 'version') continue;
    for (const match of matchesOf(run.column === 'Path' || run.field === 'baseUrl' ? SEGMENT : SENT, run.text)) {
      const index = match.index + match[0].length - match[1]!.length;
      const sentence = run.text.slice(Math.max(...['. ', '; '].map((end) => run.text.lastIndexOf(end, match.index))) + 1, index);
      const service = run.service === null ? only(spec, servicesIn(sentence)) : spec.services[run.service]!;
      const versions = service ? stated(service) : null;
      if (!versions || versions.dates.includes(match[1]!) || OTHER.test(sentence)) continue;
      yield {
        at: spanIn(run, index, index + match[1]!.length),
        message: `Unexpected version "${match[1]}", expected ${versions.dates.join(' or ')} as in ${service!.number}.3`,
        advice: `State it once, in its field, and write "see ${service!.number}.3" elsewhere.`,
        related: [{ message: 'API Version', at: versions.at }],
      };
    }
  }
}

function only({ services }: Section7, indices: readonly number[]): Service | null {
  return indices.length === 1 ? services[indices[0]!]! : null;
}

function stated({ parts }: Service): { dates: string[]; at: Prose['at'] } | null {
  const leaf = given(parts, 'api')?.version;
  const dates = leaf?.state === 'stated' ? (leaf.text.match(new RegExp(`\\b${DATED}`, 'g')) ?? []) : [];
  return dates.length > 0 ? { dates, at: leaf!.at } : null;
}
