import { sheetsOf } from '../../shared/sheets.ts';
import { environmentCells } from '../../shared/environments.ts';
import { matchesIn } from '../../shared/text.ts';
import type { Rule } from '../../types.ts';

const PRODUCTION = /^(?:prod(?:uction)?|live|produktion)(?![\p{L}\p{N}])/iu;
/** A host as it is written, with or without its scheme. */
const HOST = /(?:https?:\/\/)?((?:[a-z0-9-]+\.){1,6}[a-z]{2,24})/gi;

export const rule: Rule = {
  id: 'facts/sandbox',
  severity: 'error',
  summary: 'A test environment that calls the production host moves real money and mails real people.',
  *check({ section, catalog }) {
    for (const { service, sheet } of sheetsOf(section, catalog)) {
      const sandbox = hostOf(sheet.sandboxHost ?? '');
      const production = sheet.production.map(hostOf).filter((host) => host !== null && host !== sandbox);
      if (sandbox === null || production.length === 0) continue;
      for (const { service: whose, environment, endpoint } of environmentCells(section)) {
        if (whose !== service || !endpoint || PRODUCTION.test(environment)) continue;
        const hosts = matchesIn(endpoint.piece, HOST).map(({ groups, at }) => ({ host: groups[1]!.toLowerCase(), at }));
        // A row that has both tells which is which.
        if (hosts.some(({ host }) => host === sandbox)) continue;
        const wrong = hosts.find(({ host }) => production.includes(host));
        if (wrong)
          yield {
            at: wrong.at,
            message: `Unexpected production host ${wrong.host} in ${environment}, expected ${sandbox} of ${sheet.name}`,
          };
      }
    }
  },
};

function hostOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).host.toLowerCase() : null;
}
