import type { ProjectContext } from '../../project/types.ts';
import type { Prose } from '../../spec/model.ts';
import { matchesOf } from '../matches.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Finding, Rule } from '../types.ts';

/**
 * Words that stand where content should be. Braces are placeholders only as whole words of the origin's templates: `/v1/users/{id}`, `/webhooks/{provider}` and `{timestamp}.{rawBody}`
 * are content.
 */
const PLACEHOLDER =
  /‹[^‹›]{0,200}›|\b(?:TODO|FIXME|TBC|XXX)\b|\bTBD\b|\byour[_-](?:api[_-]?key|secret|token|domain|account|company)\b|\b(?:lorem ipsum|placeholder text)\b|<(?:your|insert|add)\b[^<>]{0,60}>|(?<!\/)\{(?:service|Service Name|Service Category|service_name|provider|Provider name[^{}]{0,60})\}/g;

/** Nothing but the promise to say it later. `pending` and `open` alone are states of things. */
const PROMISE = '(?:to be (?:defined|determined|decided|confirmed|clarified|specified|done)|coming soon|still (?:open|pending)|noch offen|(?:noch )?(?:zu klären|festzulegen|zu bestimmen)|(?:wird|folgt) (?:noch|später)(?: (?:geklärt|festgelegt|ergänzt|bestimmt|definiert))?)';
const LATER = new RegExp(`^${PROMISE}\\.?$`, 'i');
const PROMISED = new RegExp(PROMISE, 'gi');

export const placeholder: Rule = {
  id: 'structure/placeholder',
  severity: 'error',
  summary: 'A placeholder is a question that nobody answered.',
  *check({ spec, project }): Iterable<Finding> {
    for (const run of runsWith(spec.prose, PLACEHOLDER, PROMISED)) {
      // 7.0 is where open questions stand.
      const content = contentOf(run.text);
      if (run.section !== '7.0' && LATER.test(content)) yield finding(run, content, run.text.indexOf(content));
      for (const match of matchesOf(PLACEHOLDER, run.text)) {
        if (!isQuoted(run.text, match.index, match[0].length, project)) yield finding(run, match[0], match.index);
      }
    }
  },
};

/** Without the label of a field. */
const contentOf = (text: string) => text.replace(/^[^:]{1,40}:\s+/, '').trim();

/** The documents write a name with braces themselves, `kv/{env}/{service}/{vendor}`: the section keeps it. `breaker_open{provider}` is a series with its label. */
function isQuoted(text: string, index: number, length: number, project: ProjectContext | null): boolean {
  if (text[index] !== '{') return false;
  if (/(?<![\w/.-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(text.slice(Math.max(0, index - 80), index)) && !/^(?:[\w/{-]|\.\w)/.test(text.slice(index + length, index + length + 2))) return true;
  if (!project) return false;
  const start = text.lastIndexOf(' ', index) + 1;
  const name = /^[\w./:{}-]+/.exec(text.slice(start))?.[0] ?? '';
  return name.length > length && project.files.some((file) => file.text.includes(name));
}

function finding(run: Prose, text: string, index: number): Finding {
  return {
    at: spanIn(run, index, index + text.length),
    message: `Unexpected placeholder "${text}" in ${run.section}, expected content`,
    advice: 'Say what is decided; an open question goes to 7.0 with an owner.',
  };
}
