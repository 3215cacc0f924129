import { existsSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DRAFT, insideProject, readSource, SDK } from '../../project/read.ts';
import { locked, remove, writeAtomically } from '../../project/write.ts';
import { formatText } from '../../report/text.ts';
import { lineStarts, position } from '../../markdown/lines.ts';
import { extractSection, replaceSection } from '../../spec/replace.ts';
import { isSeventhFile } from '../../spec/seventh.ts';
import { openProject } from './project.ts';
import { describeSummary, summarize } from '../../report/summary.ts';
import { parseSection7 } from '../../spec/parse.ts';
import { UserError, type Command } from './io.ts';
import { ownProject } from './own-project.ts';

const LOCK = 'docs/.vibe-specs/apply.lock';

export const apply: Command = {
  summary: 'put the draft in its place: replaces Section 7 and nothing else, if it has no errors',
  help: `Usage: vibe-specs apply [DRAFT] [--project DIR]

Checks the draft (default: ${DRAFT}) and, if it has no errors, puts it in the place of Section 7: in the document that has one, otherwise
in the specification (one file: before Section 8 or at the end; a folder: 07-integrations.md). Every byte outside of Section 7 stays as it is. Lines of an older, hand-written
Section 7 that the draft does not carry are kept in 7.H, except those that it names in a comment, one in a line: a heading with all below it, or how a line begins
(<!-- vibe-specs-drop: 7.2 Routely -->). The draft is removed when it has landed.

  --project DIR  the project's folder (default: the current one, or the nearest above it; agents: below the current one)

Exit status: 0 applied, 1 the draft has errors and nothing was changed, 2 could not run and nothing was changed.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { project: { type: 'string' } },
    });
    if (positionals.length > 1) throw new UserError('apply takes one draft');
    const root = ownProject(values.project, io);
    const name = positionals[0] ?? DRAFT;
    const lock = insideProject(root, LOCK);
    if (!existsSync(insideProject(root, name).absolute))
      throw new UserError(`there is no draft ${name}; vibe-specs draft starts one`);
    // What is to be printed is printed when the lock is gone: a reader that has seen enough (`| head`) ends the
    // process.
    const {
      status,
      out,
      err = '',
    } = await locked(lock.absolute, LOCK, async () => {
      const project = await openProject(root, io);
      if (project.context.layout === 'none')
        throw new UserError(`no specification found in ${root}; run vibe-specs preflight`);
      const { target, inputsHash } = project.context;
      // Whether the draft has errors does not matter where it would replace another section.
      if (target.obstacle)
        throw new UserError(
          `${target.obstacle.problem} (${target.obstacle.places
            .slice(0, 10)
            .map((p) => `${p.file}:${p.line}`)
            .join(', ')}); nothing was changed`,
        );
      const draft = readSource(root, name);
      const result = await project.check(draft.text, draft.path);
      if (result.errors > 0) {
        return {
          status: 1,
          out: formatText([result], { colour: io.isTTY && io.env.NO_COLOR === undefined }),
          err: 'vibe-specs: the draft has errors; nothing was changed\n',
        };
      }
      const at = insideProject(root, target.path);
      const before = existsSync(at.absolute) ? readSource(root, target.path).text : null;
      const replaced = replaceSection(
        before ?? '',
        extractSection(draft.text)!,
        inputsHash,
        isSeventhFile(target.path) || target.dedicated,
      );
      if (!replaced.ok)
        throw new UserError(
          `${replaced.problem} (${placesIn(before ?? '', target.path, replaced.places)}); nothing was changed`,
        );
      writeAtomically(at.absolute, target.path, before, replaced.text);
      rmSync(insideProject(root, SDK).absolute, { recursive: true, force: true });
      const after =
        positionals.length > 0
          ? ''
          : remove(insideProject(root, DRAFT).absolute)
            ? '; the draft is removed'
            : `; ${DRAFT} could not be removed, remove it by hand`;
      const carried = replaced.carried > 0 ? `; ${replaced.carried} lines of the old section are kept in 7.H` : '';
      const dropped = replaced.dropped > 0 ? `; ${replaced.dropped} are dropped by name` : '';
      const line = `${target.path}: Section 7 ${replaced.created ? 'added' : 'replaced'}${carried}${dropped}${after}\n`;
      const { section } = parseSection7(replaced.text, target.path);
      return {
        status: 0,
        out:
          line + describeSummary(summarize(section!, await project.check(replaced.text, target.path), project.context)),
      };
    });
    io.out(out);
    io.err(err);
    return status;
  },
};

function placesIn(text: string, file: string, offsets: readonly number[]): string {
  const starts = lineStarts(text);
  return offsets
    .slice(0, 10)
    .map((offset) => `${file}:${position(starts, Math.min(offset, text.length)).line}`)
    .join(', ');
}
