import { isDeepStrictEqual } from 'node:util';
import { parseMarkdown } from '../../scripts/markdown/blocks.ts';
import { lineStarts, position } from '../../scripts/markdown/lines.ts';
import { decode } from '../../scripts/project/read.ts';
import { grammarsFor } from '../../scripts/project/grammars.ts';
import { parseProject } from '../../scripts/project/parse.ts';
import { describeProject } from '../../scripts/project/report.ts';
import type { ProjectContext } from '../../scripts/project/types.ts';
import { formatAgent } from '../../scripts/report/agent.ts';
import type { CheckResult, Diagnostic } from '../../scripts/report/diagnostic.ts';
import { formatGithub } from '../../scripts/report/outputs/github.ts';
import { formatJson } from '../../scripts/report/outputs/json.ts';
import { formatSarif } from '../../scripts/report/outputs/sarif.ts';
import { formatText } from '../../scripts/report/text.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { checkDocument } from '../../scripts/rules/document.ts';
import { allRules } from '../../scripts/rules/engine.ts';
import { toData } from '../../scripts/spec/data.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { extractSection, replaceSection, sectionSpan } from '../../scripts/spec/replace.ts';
import { describeSummary, summarize } from '../../scripts/report/summary.ts';
import { EXPORTS } from './exports.ts';
import type { World } from './world.ts';

/**
 * One input. `check`: a document with Section 7. `apply`: a draft, and the document it goes into. `project`: `text` in
 * the place of the project's `document`-th file.
 */
export interface Case {
  readonly kind: 'check' | 'apply' | 'project';
  readonly project: string;
  readonly text: string;
  readonly target?: string;
  readonly document?: number;
}

export interface Failure {
  readonly property: string;
  /** Rule, or the place in the code: equal for equal faults. */
  readonly key: string;
  readonly detail: string;
}

/** Runs of each property, and findings of each rule. */
export class Counts {
  readonly properties = new Map<string, number>();
  readonly rules = new Map<string, number>();
  /** Kinds of findings seen: what is new is worth mutating further. */
  readonly shapes = new Set<string>();

  add(map: Map<string, number>, name: string): void {
    map.set(name, (map.get(name) ?? 0) + 1);
  }
}

const FILE = 'docs/06-technical-specification/07-integrations.md';
const TODAY = '2026-11-24';
/** Findings about what is not there; their range may be empty. */
const ABSENCE = /^structure\/missing-/;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Milliseconds that a text may take: 2 s for 100 KB. */
export const allowance = (length: number) => 2000 * Math.max(1, length / 100_000);

export class Judge {
  readonly #failures: Failure[] = [];

  readonly world: World;
  readonly counts: Counts;

  constructor(world: World, counts: Counts) {
    this.world = world;
    this.counts = counts;
  }

  async failures(input: Case): Promise<Failure[]> {
    this.#failures.length = 0;
    const started = performance.now();
    try {
      if (input.kind === 'check') await this.#check(input);
      else if (input.kind === 'apply') await this.#apply(input);
      else await this.#project(input);
    } catch (error) {
      this.#fail('no exception', frameOf(error), String((error as Error).stack));
    }
    const took = performance.now() - started;
    const length = input.text.length + (input.target?.length ?? 0);
    // A pause of the machine is no fault of ours: slow twice, or not at all.
    this.#expect(
      'fast',
      input.kind,
      took < 2 * allowance(length),
      () => `${Math.round(took)} ms for ${length} characters`,
    );
    return [...this.#failures];
  }

  #fail(property: string, key: string, detail: string): void {
    this.#failures.push({ property, key, detail: detail.slice(0, 2000) });
  }

  #expect(property: string, key: string, holds: boolean, detail: () => string): void {
    this.counts.add(this.counts.properties, property);
    if (!holds) this.#fail(property, key, detail());
  }

  #context(name: string): ProjectContext | null {
    return this.world.projects[name]?.context ?? null;
  }

  async #verdict(text: string, project: ProjectContext | null): Promise<CheckResult> {
    const result = await checkDocument({
      text,
      file: FILE,
      project,
      catalog: this.world.catalog,
      config: DEFAULT_CONFIG,
      run: null,
      today: TODAY,
    });
    this.counts.add(this.counts.properties, 'no exception');
    return result;
  }

  async #check({ text, project }: Case): Promise<void> {
    const context = this.#context(project);
    const result = await this.#verdict(text, context);
    if (this.counts.properties.get('no exception')! % 10 === 0)
      this.#expect('the same twice', 'check', isDeepStrictEqual(await this.#verdict(text, context), result), () => '');
    const starts = lineStarts(text);
    const documents = context ? [text, ...context.files.map((f) => f.text)].join('\n') : text;
    for (const d of result.diagnostics) {
      this.counts.add(this.counts.rules, d.rule);
      this.counts.shapes.add(shapeOf(d));
      if (d.rule === 'internal/rule-failed') this.#fail('no exception', d.message, d.message);
      this.#placed(d, text, starts);
      for (const words of [d.message, d.advice ?? '', ...d.related.map((r) => r.message)])
        this.#readable(words, d.rule, documents);
    }
    this.#printed(result, text);
    const { section } = parseSection7(text, FILE);
    if (!section) return;
    this.#readable(describeSummary(summarize(section, result, context)), 'summary', documents);
    if (result.errors === 0) this.#exports(text);
  }

  #placed(d: Diagnostic, text: string, starts: number[]): void {
    const { start, end } = d.at;
    const inside = 0 <= start && start <= end && end <= text.length;
    this.#expect('range in the text', d.rule, inside, () => JSON.stringify(d));
    if (!inside) return;
    this.#expect('range not empty', d.rule, start < end || ABSENCE.test(d.rule), () => JSON.stringify(d));
    const [from, to] = [position(starts, start), position(starts, end)];
    this.#expect(
      'line and column',
      d.rule,
      from.line === d.line && from.column === d.column && to.line === d.endLine && to.column === d.endColumn,
      () => JSON.stringify(d),
    );
    const cutOut = text.slice(start, end);
    const said = quotations(d.message);
    if (said.length > 0 && !said.some((quoted) => /[\uFFFD…]/.test(quoted)))
      this.#expect(
        'range holds what is quoted',
        d.rule,
        said.some((quoted) => cutOut.includes(quoted) || plain(cutOut).includes(plain(quoted))),
        () => `${JSON.stringify(cutOut)}\n${d.message}`,
      );
    for (const { at, file } of d.related)
      if (file === FILE)
        this.#expect(
          'related range in the text',
          d.rule,
          0 <= at.start && at.start <= at.end && at.end <= text.length,
          () => JSON.stringify(d.related),
        );
  }

  /** No words of the machine where people read; what the documents themselves say may be quoted. */
  #readable(words: string, key: string, documents: string): void {
    const leak = /\b(?:undefined|NaN|Infinity|null)\b|\[object |\bat .{1,200}:\d+:\d+\)?$/m.exec(words)?.[0];
    this.#expect('no words of the machine', key, leak === undefined || documents.includes(leak), () => words);
  }

  #printed(result: CheckResult, text: string): void {
    const results = [result];
    for (const [name, output] of [
      ['text', formatText(results)],
      ['agent', formatAgent(results)],
      ['github', formatGithub(results)],
    ] as const) {
      this.#expect('no control characters', name, !CONTROL.test(output), () =>
        JSON.stringify(output.slice(Math.max(0, output.search(CONTROL) - 200)).slice(0, 400)),
      );
      const more =
        name === 'text'
          ? 4 * result.diagnostics.length +
            result.diagnostics.reduce((n, d) => n + d.related.length, 0) +
            result.disabled.length
          : result.diagnostics.length;
      this.#expect(
        'one line a finding',
        name,
        output.split('\n').length <= more + 3 + result.notChecked.length,
        () => output,
      );
    }
    const json = JSON.parse(formatJson(results)) as { results: CheckResult[] };
    this.#expect('JSON is whole', 'json', json.results[0]!.diagnostics.length === result.diagnostics.length, () =>
      text.slice(0, 200),
    );
    const sarif = JSON.parse(formatSarif(results, allRules())) as { runs: { results: { ruleIndex: number }[] }[] };
    this.#expect(
      'SARIF is whole',
      'sarif',
      sarif.runs[0]!.results.every((r) => r.ruleIndex >= 0),
      () => text.slice(0, 200),
    );
  }

  #exports(text: string): void {
    const data = toData(parseSection7(text, FILE).section!);
    for (const [name, write] of Object.entries(EXPORTS)) {
      const { text: output, left } = write(data, FILE);
      for (const line of left) this.#readable(line, name, text);
      this.#readable(output.replace(/: null\b/g, ''), name, text);
    }
  }

  async #apply({ text, target = '', project }: Case): Promise<void> {
    const fresh = extractSection(text);
    if (fresh === null) return;
    const context = this.#context(project);
    const hash = context?.inputsHash ?? '0123456789abcdef';
    const result = replaceSection(target, fresh, hash);
    this.counts.add(this.counts.properties, result.ok ? 'applied' : 'refused to apply');
    if (!result.ok) {
      this.#expect(
        'refusal has places',
        'apply',
        result.places.every((p) => 0 <= p && p <= target.length),
        () => JSON.stringify(result),
      );
      return;
    }
    this.#outside(target, result.text);
    const again = replaceSection(result.text, fresh, hash);
    this.#expect('applied twice is applied once', 'apply', again.ok && again.text === result.text, () =>
      again.ok ? difference(result.text, again.text) : again.problem,
    );
    this.#expect(
      'can be written and read',
      'apply',
      decode(Buffer.from(result.text.replaceAll('\0', ''), 'utf8'), 'x') !== null,
      () => '',
    );
    await this.#stable(text, result.text, result.carried, context);
  }

  #outside(target: string, applied: string): void {
    const old = sectionSpan(parseMarkdown(target));
    // A Section 7 on the first level is replaced too, and is no span of the form.
    if (!old && /^ {0,3}#[ \t]+7\b/m.test(target)) return;
    const now = sectionSpan(parseMarkdown(applied))!;
    const [before, after] = [applied.slice(0, now.start), applied.slice(now.end)];
    const holds = old
      ? before === target.slice(0, old.start) && after === target.slice(old.end)
      : target.startsWith(before.trimEnd()) &&
        target.endsWith(after) &&
        (before + after).replace(/\s/g, '') === target.replace(/\s/g, '');
    this.#expect(
      'nothing outside of Section 7 changes',
      'apply',
      holds,
      () => `${difference(target, applied)}\nold ${JSON.stringify(old)} now ${JSON.stringify(now)}`,
    );
  }

  /** A draft without errors has the same findings where it lands. */
  async #stable(draft: string, applied: string, carried: number, context: ProjectContext | null): Promise<void> {
    const before = await this.#verdict(draft, context);
    if (before.errors > 0) return;
    const after = await this.#verdict(applied, context);
    const [from, to] = [sectionSpan(parseMarkdown(draft))!, sectionSpan(parseMarkdown(applied))!];
    // Carried-over notes and a format comment that the draft did not have move the lines.
    const moved = carried > 0 || !/^<!-- vibe-specs format=\d+ .*-->$/m.test(draft);
    // What is carried over and the comment count as text.
    const counts = new Set(['trace/stale-inputs', 'structure/length', 'structure/wall-of-text']);
    const list = ({ diagnostics }: CheckResult, { start, end }: { start: number; end: number }, text: string) => {
      const first = text.slice(0, start).split(/\r\n|\r|\n/).length;
      // The result carries the hash of the inputs that it was written with.
      return diagnostics
        .filter((d) => !counts.has(d.rule) && d.at.start >= start && d.at.start < end)
        .map((d) => `${moved ? '' : `${d.line - first}:`}${d.rule}: ${d.message}`)
        .sort();
    };
    const [a, b] = [list(before, from, draft), list(after, to, applied)];
    const odd = [
      ...a.filter((x) => !b.includes(x)).map((x) => `- ${x}`),
      // Lines that were carried over have findings of their own.
      ...(carried > 0 ? [] : b.filter((x) => !a.includes(x)).map((x) => `+ ${x}`)),
    ];
    this.#expect(
      'findings of the draft are those of the result',
      odd[0]?.replace(/^(..)\d+:/, '$1').split(': ')[0] ?? '',
      odd.length === 0,
      () => odd.join('\n'),
    );
  }

  async #project({ project, text, document = 0 }: Case): Promise<void> {
    const { files } = this.world.projects[project]!;
    const { specification, architecture } = files;
    const changed =
      document < specification.length
        ? { ...files, specification: specification.map((f, i) => (i === document ? { ...f, text } : f)) }
        : { ...files, architecture: architecture && { ...architecture, text } };
    const context = parseProject(changed, this.world.catalog, await grammarsFor(changed));
    const described = describeProject(context, this.world.catalog, 'draft.md');
    this.#expect('no control characters', 'preflight', !CONTROL.test(described), () =>
      JSON.stringify(described.slice(Math.max(0, described.search(CONTROL) - 100)).slice(0, 300)),
    );
    this.#readable(described, 'preflight', context.files.map((f) => f.text).join('\n'));
    JSON.stringify(context);
    const section =
      project === 'tiny' ? this.world.sections[0]! : this.world.sections.find((s) => s.includes('Stripe'))!;
    const result = await this.#verdict(section, context);
    const documents = [section, ...context.files.map((f) => f.text)].join('\n');
    for (const d of result.diagnostics) {
      this.counts.add(this.counts.rules, d.rule);
      this.counts.shapes.add(shapeOf(d));
      if (d.rule === 'internal/rule-failed') this.#fail('no exception', d.message, d.message);
      this.#placed(d, section, lineStarts(section));
      for (const words of [d.message, d.advice ?? '', ...d.related.map((r) => r.message)])
        this.#readable(words, d.rule, documents);
      for (const r of d.related) {
        const file = context.files.find((f) => f.path === r.file);
        if (file)
          this.#expect('related range in the text', d.rule, 0 <= r.at.start && r.at.end <= file.text.length, () =>
            JSON.stringify(d.related),
          );
      }
    }
    this.#printed(result, section);
  }
}

/** Rule and wording of a finding, without what it quotes. */
const shapeOf = (d: Diagnostic) => `${d.rule} ${d.message.replace(/"[^"]*"|`[^`]*`|[^ ]*\d[^ ]*/g, '#').slice(0, 60)}`;

/** Text without what inline markup and escapes add. */
const plain = (text: string) =>
  text.replace(/<!--[\s\S]*?-->|<[^<>]*>|\[\^[^\]]*\]|[\\*_`~,\s<>\p{Cc}]|&[a-z#0-9]+;|&/gu, '').toLowerCase();

/** A limit has one spelling in messages, whatever the cell says about it. */
const BEFORE = '^Unexpected (?!empty|limit "|"Not applicable")(?:(?! of | in | for )[^",:;])*';
const QUOTED = [new RegExp(`${BEFORE}"([^"]+)"`), new RegExp(`${BEFORE}"((?:[^"\\\\]|\\\\.)+)"`)];

/**
 * What a message quotes: as it stands there up to the next quotation mark, or with its control characters and quotation
 * marks escaped.
 */
function quotations(message: string): string[] {
  return QUOTED.flatMap((pattern) => {
    const quoted = pattern.exec(message)?.[1];
    if (quoted === undefined) return [];
    try {
      return [quoted, JSON.parse(`"${quoted}"`) as string];
    } catch {
      return [quoted];
    }
  });
}

const frameOf = (error: unknown) =>
  `${(error as Error).name}: ${/\n\s+at ([^\n(]*)/.exec((error as Error).stack ?? '')?.[1] ?? ''}`;

function difference(a: string, b: string): string {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return `at ${i}: ${JSON.stringify(a.slice(Math.max(0, i - 40), i + 80))} / ${JSON.stringify(b.slice(Math.max(0, i - 40), i + 80))}`;
}
