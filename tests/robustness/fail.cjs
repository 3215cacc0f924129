// Preloaded with NODE_OPTIONS=--require: one operation of node:fs fails for one file, as on a full or broken disk. FAIL
// is `operation:code:pattern of the path`; with the code SIGKILL the process ends there.
const fs = require('node:fs');

const [operation, code, file] = process.env.FAIL.split(':');
const pattern = new RegExp(`${file}$`);
const opened = new Map();
const { openSync, writeSync } = fs;
const original = fs[operation];

fs[operation] = (target, ...rest) => {
  if (!pattern.test(String(typeof target === 'number' ? opened.get(target) : target))) return original(target, ...rest);
  // A full disk takes the first part.
  if (operation === 'writeSync') writeSync(target, rest[0].subarray ? rest[0].subarray(0, rest[0].length >> 1) : '');
  if (code === 'SIGKILL') process.kill(process.pid, code);
  throw Object.assign(new Error(`${code}: made to fail`), { code });
};
const open = fs.openSync;
fs.openSync = (path, ...rest) => {
  const descriptor = open === openSync ? openSync(path, ...rest) : open(path, ...rest);
  opened.set(descriptor, path);
  return descriptor;
};
