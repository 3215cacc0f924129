import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkScripts } from '../../scripts/run/scripts/check.ts';
import type { Message } from '../../scripts/run/types.ts';
import { root } from '../product.ts';

const fixtures = join(root, 'tests/run/fixtures/packages');
let project: string;
beforeAll(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'vibe-specs-scripts-')));
  mkdirSync(join(project, 'node_modules'));
  cpSync(fixtures, join(project, 'node_modules'), { recursive: true });
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Answer {
  faults: string[];
  notRun: string[];
  ran: string[];
}

/** Checks fences; for a finding the marked text and the deepest cause. */
function check(scripts: [language: string, text: string][], roots = [project]): Answer {
  const answer: Answer = { faults: [], notRun: [], ran: [] };
  const job = {
    task: 'scripts',
    folder: join(realpathSync(root), 'node_modules/typescript'),
    roots,
    nodeTypes: false,
    packages: [{ name: 'parcel-sdk', version: '2.4' }],
    scripts: scripts.map(([language, text], i) => ({ id: String(i), language, text })),
  } as const;
  checkScripts(job, (message: Message) => {
    if (message.type === 'ran') answer.ran.push(message.line);
    if (message.type === 'not-run') answer.notRun.push(`${message.notRun.what}: ${message.notRun.why}`);
    if (message.type !== 'finding') return;
    const { block, offset, length, message: said, detail } = message.finding;
    answer.faults.push(`${scripts[Number(block)]![1].slice(offset, offset + length)}: ${detail ?? said}`);
  });
  return answer;
}

const IMPORT = "import ParcelClient from 'parcel-sdk';\nconst parcels = new ParcelClient(process.env.PARCEL_KEY);\n";

describe('fences as one program', () => {
  test('a right sample gives no finding, and the versions are said', () => {
    const answer = check([
      [
        'ts',
        `${IMPORT}const label = await parcels.labels.create({ weightGrams: 5, service: 'express' }, { idempotencyKey: 'o-1' });
      console.log(label.trackingNumber);`,
      ],
    ]);
    expect(answer).toEqual({
      faults: [],
      notRun: [],
      ran: [expect.stringMatching(/^TypeScript 5\.\S+ 1 of 1 scripts type-checked together with parcel-sdk 2\.4\.1$/)],
    });
  });

  test.each<[string, string, string, string[]]>([
    [
      'a parameter that the SDK does not have',
      'ts',
      `${IMPORT}await parcels.labels.create({ weightGrams: 5, service: 'express', insured: true });`,
      [
        "insured: Object literal may only specify known properties, and 'insured' does not exist in type 'LabelParams'.",
      ],
    ],
    [
      'the same in JavaScript',
      'js',
      `${IMPORT}await parcels.labels.create({ weightGrams: 5, service: 'express', insured: true });`,
      [
        "insured: Object literal may only specify known properties, and 'insured' does not exist in type 'LabelParams'.",
      ],
    ],
    [
      'a method that the SDK does not have',
      'js',
      `${IMPORT}await parcels.labels.cancel('l-1');`,
      [
        "cancel: Property 'cancel' does not exist on type '{ create(params: LabelParams, options?: { idempotencyKey?: string | undefined; } | undefined): Promise<Label>; }'.",
      ],
    ],
    [
      'an import that the SDK does not have',
      'ts',
      "import { verifySignature } from 'parcel-sdk';\nverifySignature();",
      [
        "verifySignature: Module '\"parcel-sdk\"' has no exported member 'verifySignature'. Did you mean to use 'import verifySignature from \"parcel-sdk\"' instead?",
      ],
    ],
    [
      'a value that is not allowed',
      'ts',
      `${IMPORT}await parcels.labels.create({ weightGrams: 5, service: 'overnight' });`,
      ['service: Type \'"overnight"\' is not assignable to type \'"standard" | "express"\'.'],
    ],
    [
      'a missing import',
      'ts',
      'const parcels = new ParcelClient("k");\nconst more = new ParcelClient("k");',
      ["ParcelClient: Cannot find name 'ParcelClient'."],
    ],
    [
      'a name that nothing declares, in a shorthand',
      'ts',
      'export const order = { id: 1, total };',
      [
        "total: No value exists in scope for the shorthand property 'total'. Either declare one or provide an initializer.",
      ],
    ],
  ])('finds %s', (_, language, text, faults) => {
    expect(check([[language, text]]).faults).toEqual(faults);
  });

  test('what a sample leaves out is no finding', () => {
    const { faults, notRun } = check([
      [
        'ts',
        `import { db } from './db';\nimport { Controller, Post } from '@nestjs/common';\nimport crypto from 'node:crypto';\nimport thing from 'untyped';
        interface Order { id: string }
        @Controller() export class Hooks { service: { run(): void };
          @Post() async take(req, res) { try { await db.tx((t) => t.one(crypto.randomUUID(), thing)); this.service.run(); } catch (error) { res.status(error.code); } } }
        export function send(order: Order): Promise<void>;`,
      ],
      ['ts', 'export const ids = (orders: Order[]) => orders.map((order) => order.id);'],
      ['tsx', 'export const Pay = ({ url }: { url: string }) => <a href={url} onClick={(e) => e.stop()}>Pay</a>;'],
      [
        'js',
        "const express = require('express');\nfunction f(options = {}) { return options.retries; }\nconst e = new Error(); e.status = 4; module.exports = { f };",
      ],
      ['ts', "import { serve } from 'https://deno.land/std/http.ts';\nserve(() => new Response(Deno.env.get('X')));"],
    ]);
    expect(faults).toEqual([]);
    expect(notRun).toEqual([
      'what is imported from ./db: files of the project',
      'what is imported from https://deno.land/std/http.ts: not a package of npm',
      'what is imported from node:crypto: the types of Node.js are not installed',
      'what is imported from @nestjs/common, express: not installed',
      'what is imported from untyped: comes without types',
    ]);
  });

  test('an excerpt that cannot be read alone is said and hides nothing else', () => {
    const { faults, notRun, ran } = check([
      ['ts', 'stripe.refunds.create({\n  ...\n'],
      ['ts', 'nothing();'],
    ]);
    expect(faults).toEqual(["nothing: Cannot find name 'nothing'."]);
    expect(notRun).toEqual([
      expect.stringMatching(/^script "stripe\.refunds\.create\(\{", line \d: cannot be read on its own: /),
    ]);
    expect(ran[0]).toContain('1 of 2 scripts');
  });

  test('a published SDK', () => {
    const { faults, notRun } = check(
      [
        [
          'ts',
          `import Stripe from 'stripe';
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!);
const session = await stripe.checkout.sessions.create(
  { mode: 'payment', line_items: [{ price: 'price_1', quantity: 1 }], success_url: 'https://a.example', statement: 'X' },
  { idempotencyKey: 'order-1' });
const refund = await stripe.refunds.create({ payment_intent: 'pi_1' });
if (refund.payment_status === 'settled') console.log(refund.id);`,
        ],
      ],
      [project, realpathSync(root)],
    );
    expect(faults).toEqual([
      "statement: Object literal may only specify known properties, and 'statement' does not exist in type 'SessionCreateParams'.",
      expect.stringMatching(/^payment_status: Property 'payment_status' does not exist on type/),
    ]);
    expect(notRun).toEqual([]);
  });
});
