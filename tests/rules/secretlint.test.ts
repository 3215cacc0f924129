import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { describe, expect, test } from 'vitest';
import { found } from './example.ts';

/** Put together here, so that no scanner takes them for real ones. */
const of = (prefix: string, length: number, alphabet = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY') => prefix + alphabet.repeat(50).slice(0, length);
const hex = (prefix: string, length: number) => of(prefix, length, '0f1e2d3c4b5a6978');
const pem = `-----BEGIN ${'PRIVATE'} KEY-----\n${of('MII', 120)}\n-----END ${'PRIVATE'} KEY-----`;

/** Its form ends in the base64 of a closing brace that stands alone in its group of three. */
const account = JSON.stringify({ email: 'a@b.example', secretKey: 'A3-C4ZJMN-PQTZTL-HGL84-G64M7', userAuth: { method: 'SRPg-4096', salt: 'FMRUPiyrN4Xf' } });
const serviceAccount = `ops_${Buffer.from(account.replace(/\}$/, `${' '.repeat((4 - (account.length % 3)) % 3)}}`)).toString('base64')}`;

/** A credential for each rule of secretlint's recommended preset that looks at text. */
const SAMPLES: Record<string, readonly string[]> = {
  aws: [of('AWS_SECRET_ACCESS_KEY=', 40), of('aws_secret_access_key: "', 40) + '"'],
  npm: [of('npm_', 36)],
  slack: ['xoxb-123456789012-1234567890123-aB3dE5fG7hJ9kL1mN2pQ4rS6', of('xapp-1-A0B1C2D3E4-1234567890123-', 40), 'https://hooks.slack.com/services/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'],
  basicauth: ['https://worker:h7Gd2kQ9@hooks.acme.com'],
  openai: [of(of('sk-', 20) + 'T3BlbkFJ', 20), of(of('sk-proj-', 74) + 'T3BlbkFJ', 74)],
  anthropic: [of('sk-ant-api03-', 93) + 'AA'],
  groq: [of('gsk_', 52)],
  huggingface: [of('hf_', 34, 'aBcDeFgHiJkLmNoPqR')],
  linear: [of('lin_api_', 40)],
  notion: ['ntn_12345678901' + of('', 35)],
  privatekey: [pem],
  sendgrid: [of(of('SG.', 22) + '.', 43)],
  shopify: [hex('shpat_', 32)],
  github: [of('ghp_', 36), of('ghs_', 36), of('github_pat_', 82)],
  gitlab: [of('glpat-', 20)],
  grafana: [hex(of('glsa_', 32) + '_', 8)],
  '1password': [serviceAccount],
  'database-connection-string': ['postgres://app:h7Gd2kQ9@db.internal:5432/app', 'mysql://app:h7Gd2kQ9@db.internal/app', 'mongodb+srv://app:h7Gd2kQ9@cluster.internal/app'],
  'hashicorp-vault': [of('hvs.', 95)],
  vercel: [of('vcp_', 24)],
  databricks: [hex('dapi', 32)],
  docker: [of('dckr_pat_', 27)],
  figma: [of('figd_', 43)],
};
/** They look at the names of files, or at comments of secretlint's own. */
const NOT_ABOUT_TEXT = ['gcp', 'filter-comments'];

const rules: string[] = [];
creator.create({ registerRule: ({ meta }: { meta: { id: string } }) => void rules.push(meta.id.replace('@secretlint/secretlint-rule-', '')) } as never, {} as never);

async function secretlint(content: string): Promise<number> {
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }] };
  const { messages } = await lintSource({ source: { filePath: '07.md', ext: '.md', contentType: 'text', content }, options: { noPhysicFilePath: true, config } });
  return messages.length;
}

describe('security/secret finds what secretlint’s recommended preset finds', () => {
  test('each rule of the preset has a sample', () => expect([...Object.keys(SAMPLES), ...NOT_ABOUT_TEXT].sort()).toEqual([...rules].sort()));

  test.each(Object.entries(SAMPLES).flatMap(([rule, samples]) => samples.map((sample) => [rule, sample] as const)))('%s: %s', async (_, sample) => {
    expect(await secretlint(`${sample}\n`)).toBeGreaterThan(0);
    expect(found('security/secret', ['#### 7.O.4', `\`\`\`text\n${sample}\n\`\`\`\n\n#### 7.O.4`])).toHaveLength(1);
  });
});
