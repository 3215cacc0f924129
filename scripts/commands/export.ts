import { parseArgs } from 'node:util';
import { asyncapi } from '../export/asyncapi.ts';
import { csv, env, json, mermaid } from '../export/formats.ts';
import { prometheus } from '../export/prometheus.ts';
import type { Export } from '../export/types.ts';
import { lineStarts, position } from '../markdown/lines.ts';
import type { Span } from '../markdown/types.ts';
import { formatText, visible } from '../report/text.ts';
import { parseSection7 } from '../spec/parse.ts';
import { openProject, presentSection } from './project.ts';
import { projectFolder, UserError, type Command } from './io.ts';

const FORMATS: Readonly<Record<string, Export>> = { json, env, mermaid, csv, prometheus, asyncapi };

export const exportCommand: Command = {
  summary: 'write what can be derived from Section 7: JSON, .env.example, a diagram, costs, alerting rules, webhooks',
  help: `Usage: vibe-specs export --to FORMAT [--project DIR]

  --to json        the typed model
  --to env         .env.example
  --to mermaid     features to services
  --to csv         cost and quota
  --to prometheus  alerting rules of the thresholds in part 7 of each service
  --to asyncapi    AsyncAPI 3.0 of the webhooks that we receive
  --project DIR    the project's folder (default: the current one)

Prints to standard output. A Section 7 with errors, or without what the export needs, is not exported: gaps are shown with their place, never filled in.

A threshold becomes a rule when it names a metric of "Metrics to Track", with labels that stand there, and its action says how urgent it is
("page", "person on call", "ticket", "critical", "warning", "info"):
  queue_age_seconds > 4 min for 2 min                        a gauge holds that long
  P95 of call_seconds > 3 s for 10 min                       a histogram, taken over that time
  share of calls_total{outcome="error"} > 5 % for 5 min      a counter, taken over that time
  calls_total{outcome="error"} > 20 in 5 min, no calls_total for 1 h

Exit status: 0 exported, 1 the section has errors or gaps, 2 could not run.
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { to: { type: 'string' }, project: { type: 'string' } } });
    const format = values.to !== undefined && Object.hasOwn(FORMATS, values.to) ? FORMATS[values.to] : undefined;
    if (!format) throw new UserError(`${values.to === undefined ? '--to is missing' : `unknown format "${values.to}"`}, expected ${Object.keys(FORMATS).join(', ')}`);
    const project = await openProject(projectFolder(values.project, io), io);
    const { path, text } = presentSection(project);
    const result = await project.check(text, path);
    if (result.errors > 0) {
      io.err(formatText([result]));
      return 1;
    }
    const { exported, gaps } = write(format, text, path);
    for (const gap of gaps) io.err(`${gap}\n`);
    if (gaps.length > 0) io.err(`vibe-specs: nothing was exported to ${values.to}: the section does not say all that it needs. See vibe-specs export --help\n`);
    else io.out(exported);
    return gaps.length > 0 ? 1 : 0;
  },
};

function write(format: Export, text: string, path: string): { exported: string; gaps: string[] } {
  const starts = lineStarts(text);
  const at = (span: Span) => position(starts, span.start);
  const gaps: string[] = [];
  const exported = format(parseSection7(text, path).section!, {
    gap: (span, message) => void gaps.push(`${path}:${at(span).line}:${at(span).column}: ${visible(message)}`),
    place: (span) => `${path}:${at(span).line}`,
  });
  return { exported, gaps };
}
