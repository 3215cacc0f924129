// Preloaded with NODE_OPTIONS=--require: whatever would reach a network or start a program is written to the file
// RECORD, and throws.
const { appendFileSync } = require('node:fs');

function deny(of, name, means) {
  of[name] = () => {
    appendFileSync(process.env.RECORD, `${means}\n`);
    throw new Error(`${means} is denied`);
  };
}
const MODULES = ['net', 'tls', 'http', 'https', 'http2', 'dgram', 'child_process'];
const NAMES = [
  'connect',
  'createConnection',
  'request',
  'get',
  'createSocket',
  'spawn',
  'spawnSync',
  'exec',
  'execSync',
  'execFile',
  'execFileSync',
  'fork',
];

for (const module of MODULES) {
  const loaded = require(`node:${module}`);
  for (const name of NAMES) if (typeof loaded[name] === 'function') deny(loaded, name, `${module}.${name}`);
}
const dns = require('node:dns');
for (const [of, prefix] of [
  [dns, 'dns'],
  [dns.promises, 'dns.promises'],
  [dns.Resolver.prototype, 'dns.Resolver'],
  [dns.promises.Resolver.prototype, 'dns.promises.Resolver'],
]) {
  for (const name of Object.getOwnPropertyNames(of))
    if (/^(?:lookup|resolve|reverse)/.test(name)) deny(of, name, `${prefix}.${name}`);
}
const net = require('node:net');
deny(net.Socket.prototype, 'connect', 'net.Socket.connect');
deny(net.Server.prototype, 'listen', 'net.Server.listen');
for (const name of ['fetch', 'WebSocket', 'EventSource']) deny(globalThis, name, name);
