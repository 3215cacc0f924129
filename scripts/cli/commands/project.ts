import { readDocument } from '../../project/documents.ts';
import { grammarsFor } from '../../project/grammars.ts';
import { parseProject } from '../../project/parse.ts';
import { configOf, readProject, readSource, SPECIFICATION } from '../../project/read.ts';
import type { ProjectContext, SourceFile, Target } from '../../project/types.ts';
import type { CheckResult } from '../../report/diagnostic.ts';
import { checkDocument } from '../../rules/document.ts';
import { allRules } from '../../rules/engine.ts';
import { DEFAULT_CONFIG, type Config } from '../../rules/config.ts';
import type { ServiceCatalog } from '../../services/catalog.ts';
import type { RunReport } from '../../run/types.ts';
import type { ParsedDocument, Section7 } from '../../spec/model.ts';
import { parseSection7, readSection7 } from '../../spec/parse.ts';
import { loadCatalog } from './catalog.ts';
import { UserError, type Io } from './io.ts';
import { runInputOf } from './run-input.ts';

/** A project on disk, read once, and the engine bound to it: what every adapter calls, so that all give one verdict. */
export interface OpenProject {
  readonly root: string;
  readonly context: ProjectContext;
  readonly catalog: ServiceCatalog;
  readonly config: Config;
  /**
   * With `run`, SQL and code are run as well, which takes seconds and executes packages of the project; `install` first
   * installs those that are missing.
   */
  readonly check: (
    text: string,
    file: string,
    options?: { readonly run?: boolean; readonly install?: boolean },
  ) => Promise<CheckResult>;
}

export interface Settings {
  /** Instead of the project's own configuration. */
  readonly config?: SourceFile | undefined;
  /** What the command line makes of it. */
  readonly adjust?: (config: Config) => Config;
}

export async function openProject(
  root: string,
  io: Pick<Io, 'today' | 'err'>,
  settings: Settings = {},
): Promise<OpenProject> {
  const catalog = loadCatalog();
  const file = settings.config === undefined ? configOf(root) : settings.config;
  const inputs = readProject(root, file);
  const context = parseProject(inputs, catalog, await grammarsFor(inputs));
  const config = (settings.adjust ?? ((same) => same))(await readConfig(file));
  // Without a specification there is nothing to compare with; the rules that compare stay silent.
  const project = context.layout === 'none' ? null : context;
  const check: OpenProject['check'] = async (text, file, options = {}) => {
    const parsed = parsedBefore(context, text, file) ?? parseSection7(text, file);
    const run =
      options.run === true && parsed.section
        ? await runSection(parsed.section, project, root, options.install === true ? io : null)
        : null;
    return checkDocument({ text, file, parsed, project, catalog, config, today: io.today, run });
  };
  return { root, context, catalog, config, check };
}

async function runSection(
  section: Section7,
  project: ProjectContext | null,
  root: string,
  install: Pick<Io, 'err'> | null,
): Promise<RunReport> {
  const { neededPackages, run } = await import('../../lazy/run.ts');
  const input = runInputOf(section, project, root);
  if (install) (await import('../../lazy/install.ts')).installPackages(root, neededPackages(input).packages, install);
  return await run(input);
}

/** Section 7 as it is in the project was read with the other documents; a draft was not. */
function parsedBefore({ files }: ProjectContext, text: string, file: string): ParsedDocument | null {
  const same = files.find((f) => f.path === file && f.text === text);
  if (!same) return null;
  const { doc } = readDocument(same);
  return { doc, section: readSection7(doc, file) };
}

/** The document that holds Section 7. */
export function presentSection({ root, context: { layout, target, files } }: OpenProject): SourceFile {
  if (layout === 'none')
    throw new UserError(
      `no specification found in ${root}: expected ${SPECIFICATION}.md, or a folder ${SPECIFICATION}`,
    );
  if (!target.exists)
    throw new UserError(
      `there is no Section 7 yet${said(target)}; it belongs in ${target.path}. A draft is checked with vibe-specs check --draft`,
    );
  return files.find((f) => f.path === target.path) ?? readSource(root, target.path);
}

/** A heading that has its number, and is another section. */
function said({ others: [other] }: Target): string {
  return other
    ? ` ("${other.title.slice(0, 80)}" at ${other.place.file}:${other.place.line} has the number 7 and another title)`
    : '';
}

/** Most projects have no configuration, so what reads it is loaded when there is one. */
async function readConfig(file: SourceFile | null): Promise<Config> {
  if (file === null) return DEFAULT_CONFIG;
  const { parseConfig } = await import('../../lazy/config-file.ts');
  try {
    return parseConfig(file.text, allRules());
  } catch (error) {
    throw new UserError(`${file.path}: ${(error as Error).message}`);
  }
}
