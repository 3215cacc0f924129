import { parseArgs } from 'node:util';
import { CATEGORIES, type CategoryCode } from '../spec/format.ts';
import { findService, nearServices, searchServices } from '../services/catalog.ts';
import { describeFully, describeSheet } from '../services/facts-report.ts';
import { loadCatalog } from './catalog.ts';
import { UserError, type Command, type Io } from './io.ts';

const HELP = `Usage: vibe-specs facts ID…                          what is known of a service, with sources and dates
       vibe-specs facts --search WORDS [--category C]   which services have a sheet
       vibe-specs facts --list [--category C]

  --full          everything: each source with what it shows, all traps, the webhook schemes as data
  --json          the sheets or results as JSON
  --category C    one of ${Object.keys(CATEGORIES).join(', ')}

Deliveries of webhooks are verified by vibe-specs webhook.

Exit status: 0 found; 2 could not run, or nothing matched.
`;

export const facts: Command = {
  summary: 'print what is known of a service',
  help: HELP,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { search: { type: 'string' }, list: { type: 'boolean' }, category: { type: 'string' }, full: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    if (values.search !== undefined || values.list) return list(values.search ?? '', values.category, values.json ?? false, io);
    if (positionals.length === 0) throw new UserError('Unexpected end of the command, expected the id of a service. `vibe-specs facts --list` names them.');
    return show(positionals, values, io);
  },
};

function show(ids: readonly string[], { full, json }: { full?: boolean | undefined; json?: boolean | undefined }, io: Io): number {
  const catalog = loadCatalog();
  const found = ids.map((id) => findService(catalog, id));
  ids.forEach((id, i) => {
    if (found[i]) return;
    const meant = nearServices(catalog, id);
    io.err(`No sheet for "${id}"${meant.length > 0 ? `; did you mean ${meant.join(', ')}?` : '.'} Facts about it need a footnote each, or the word unverified.\n`);
  });
  const sheets = found.filter((sheet) => sheet !== null);
  if (json) io.out(`${JSON.stringify(sheets, null, 2)}\n`);
  else io.out(sheets.map(full ? describeFully : describeSheet).join('\n'));
  return sheets.length === ids.length ? 0 : 2;
}

function list(query: string, category: string | undefined, json: boolean, io: Io): number {
  const code = category?.toUpperCase();
  if (code !== undefined && !Object.hasOwn(CATEGORIES, code)) throw new UserError(`Unexpected category ${category}, expected one of ${Object.keys(CATEGORIES).join(', ')}.`);
  const sheets = searchServices(loadCatalog(), query, code as CategoryCode | undefined);
  if (json) io.out(`${JSON.stringify(sheets.map(({ id, name, category: c }) => ({ id, name, category: c })), null, 2)}\n`);
  else for (const s of sheets) io.out(`${s.id.padEnd(26)} ${s.category}  ${s.name}\n`);
  if (sheets.length === 0) io.err(`No sheet matches "${query}".\n`);
  return sheets.length > 0 ? 0 : 2;
}
