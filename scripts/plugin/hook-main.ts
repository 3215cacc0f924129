import { readFileSync } from 'node:fs';
import { tooOld } from '../node-version.ts';

const complaint = tooOld();
// Work goes on without the check. The user hears of it where a specification is written, not at every stop in every
// project.
if (complaint === null) void import('./hook.ts').then(({ main }) => main());
else if (/06-technical-specification|\.vibe-specs\b/.test(readFileSync(0, 'utf8')))
  process.stdout.write(JSON.stringify({ systemMessage: complaint }));
