import { describe, expect, test } from 'vitest';
import { hostsOf } from '../../scripts/drift/evidence/hosts.ts';
import { packagesOf } from '../../scripts/drift/evidence/packages.ts';
import { routesIn, routesOf } from '../../scripts/drift/evidence/routes.ts';
import { variablesOf } from '../../scripts/drift/evidence/variables.ts';
import { isScript } from '../../scripts/drift/kinds.ts';
import { parseScript } from '../../scripts/drift/parse-script.ts';
import { matchOf, segmentsOf } from '../../scripts/drift/paths.ts';
import { nodesOf } from '../../scripts/drift/script.ts';
import type { RepoFile } from '../../scripts/drift/types.ts';

const nodesIn = ({ path, text }: RepoFile) => {
  const tree = isScript(path) ? parseScript(text, path) : null;
  return tree && [...nodesOf(tree)];
};

describe('variables', () => {
  const NAMES = ['STRIPE_SECRET_KEY'];
  test.each([
    ['a.js', 'const key = process.env.STRIPE_SECRET_KEY;'],
    ['a.ts', "const key = process.env['STRIPE_SECRET_KEY'] as string;"],
    ['a.ts', 'const { STRIPE_SECRET_KEY } = process.env;'],
    ['a.ts', 'const key = import.meta.env.STRIPE_SECRET_KEY;'],
    ['a.ts', "const key = config.getOrThrow<string>('STRIPE_SECRET_KEY');"],
    ['env.mjs', 'export const env = createEnv({ server: { STRIPE_SECRET_KEY: z.string() } });'],
    ['a.py', 'key = os.environ["STRIPE_SECRET_KEY"]'],
    ['a.py', "key = os.getenv('STRIPE_SECRET_KEY', None)"],
    ['settings.py', 'class Settings(BaseSettings):\n    STRIPE_SECRET_KEY: str = ""\n'],
    ['A.java', 'String key = System.getenv("STRIPE_SECRET_KEY");'],
    ['A.java', '@Value("${STRIPE_SECRET_KEY}") String key;'],
    ['A.cs', 'var key = Environment.GetEnvironmentVariable("STRIPE_SECRET_KEY");'],
    ['a.rb', "key = ENV['STRIPE_SECRET_KEY'] || ENV.fetch('STRIPE_SECRET_KEY')"],
    ['config/services.php', "'secret' => env('STRIPE_SECRET_KEY'),"],
    ['a.php', "$key = getenv('STRIPE_SECRET_KEY');"],
    ['a.go', 'key := os.Getenv("STRIPE_SECRET_KEY")'],
    ['.env.example', '# keys\nSTRIPE_SECRET_KEY=sk_test_\n'],
    ['compose.yml', 'services:\n  web:\n    environment:\n      STRIPE_SECRET_KEY: x\n'],
    ['compose.yml', 'services:\n  web:\n    environment:\n      - STRIPE_SECRET_KEY=x\n'],
    ['k8s/web.yaml', 'spec:\n  containers:\n    - env:\n        - name: STRIPE_SECRET_KEY\n          value: x\n'],
    [
      '.github/workflows/deploy.yml',
      'jobs:\n  x:\n    steps:\n      - run: a\n        with: { key: "${{ secrets.STRIPE_SECRET_KEY }}" }\n',
    ],
    ['main.tf', '  environment = {\n    STRIPE_SECRET_KEY = var.key\n  }\n'],
    ['Dockerfile', 'FROM node\nENV STRIPE_SECRET_KEY=x\n'],
    ['application.properties', 'stripe.key=${STRIPE_SECRET_KEY}\n'],
  ])('%s: %s', (path, text) => {
    const file = { path, text };
    const found = variablesOf(file, nodesIn(file));
    expect([...new Set(found.map(({ name }) => name))]).toEqual(NAMES);
    for (const { place, name } of found) expect(text.slice(place.at.start, place.at.end)).toBe(name);
  });
  test.each([
    ['a.ts', '// process.env.STRIPE_SECRET_KEY\nconst HTTP_STATUS = { NOT_FOUND: 404 };'],
    ['a.py', '# os.environ["STRIPE_SECRET_KEY"]'],
    ['package-lock.json', '{ "STRIPE_SECRET_KEY": "" }'],
  ])('none in %s: %s', (path, text) => {
    const file = { path, text };
    expect(variablesOf(file, nodesIn(file))).toEqual([]);
  });
});

describe('routes', () => {
  const found = (...files: RepoFile[]) => {
    const { routes } = routesOf(files.map((file) => routesIn(file, nodesIn(file))));
    return routes.map(({ method, path }) => `${method ?? '*'} /${segmentsOf(path).join('/')}`);
  };
  const handler = '(req, res) => res.send()';
  test.each([
    ['Express', 'a.js', `app.post('/webhooks/stripe', raw, ${handler});`, ['POST /webhooks/stripe']],
    [
      'a chain',
      'a.js',
      `router.route('/orders/:id').get(${handler}).delete(${handler});`,
      ['DELETE /orders/{}', 'GET /orders/{}'],
    ],
    [
      'Fastify',
      'a.ts',
      "app.route({ method: ['GET', 'POST'], url: '/orders', handler });",
      ['GET /orders', 'POST /orders'],
    ],
    [
      'Hono',
      'a.ts',
      "const app = new Hono().basePath('/v1'); app.get('/orders/:id', (c) => c.json(1));",
      ['GET /v1/orders/{}'],
    ],
    ['Koa', 'a.ts', "router.post('hooks.slack', async (ctx) => {});", ['POST /hooks.slack']],
    [
      'Nest',
      'a.ts',
      "@Controller('orders') class A { @Get(':id') one() {} @Post() add(@Body() order: Order) {} }",
      ['GET /orders/{}', 'POST /orders'],
    ],
    [
      'Next.js, app',
      'src/app/(shop)/api/orders/[id]/route.ts',
      'export async function GET() {}',
      ['GET /api/orders/{}'],
    ],
    ['Next.js, pages', 'pages/api/hooks/stripe.ts', 'export default () => {}', ['* /api/hooks/stripe']],
    [
      'Nuxt',
      'server/api/hooks/stripe.post.ts',
      'export default defineEventHandler(() => {})',
      ['POST /api/hooks/stripe'],
    ],
    ['a folder that is called like one of Nuxt', 'server/api/figma.ts', 'export const figma = 1;', []],
    [
      'FastAPI',
      'a.py',
      'router = APIRouter(prefix="/v1")\n@router.post("/orders/{order_id}")\n',
      ['POST /orders/{}', 'POST /v1/orders/{}'],
    ],
    ['Flask', 'a.py', "@app.route('/hooks/stripe', methods=['POST'])\n", ['POST /hooks/stripe']],
    ['Django', 'urls.py', "path('orders/<int:id>/', views.order),", ['* /orders/{}']],
    ['Rails', 'config/routes.rb', 'namespace :webhooks do\n  post "stripe"\nend\n', ['POST /webhooks/stripe']],
    ['Laravel', 'routes/api.php', "Route::post('/webhooks/stripe', [A::class, 'b']);", ['POST /webhooks/stripe']],
    [
      'groups of Laravel',
      'routes/web.php',
      "Route::prefix('slack')->middleware('auth')->group(function () {\n    Route::post('/webhook', A::class);\n});\n" +
        "Route::group(['prefix' => 'hooks'], function () {\n    Route::post('stripe', A::class);\n});\n" +
        "Route::post('/orders', A::class);\n",
      ['POST /slack/webhook', 'POST /hooks/stripe', 'POST /orders'],
    ],
    [
      'Spring',
      'A.java',
      '@RequestMapping("/v1")\nclass A { @PostMapping("/orders") void a() {} }',
      expect.arrayContaining(['POST /v1/orders']),
    ],
    [
      'ASP.NET',
      'A.cs',
      '[Route("stripe")]\nclass A { [HttpPost("webhook")] void B() {} }',
      expect.arrayContaining(['POST /stripe/webhook']),
    ],
    ['minimal API', 'A.cs', 'app.MapPost("/webhooks/stripe", Handle);', ['POST /webhooks/stripe']],
    [
      'Go',
      'a.go',
      'r.Post("/webhooks/stripe", api.Stripe)\nmux.HandleFunc("GET /orders/{id}", h)',
      ['POST /webhooks/stripe', 'GET /orders/{}'],
    ],
  ] as [string, string, string, string[]][])('%s', (_, path, text, expected) =>
    expect(found({ path, text })).toEqual(expected),
  );

  test('below what another file mounts', () => {
    const server = { path: 'src/server.ts', text: "import { orders } from './orders.ts'; app.use('/v1', orders);" };
    const orders = {
      path: 'src/orders.ts',
      text: `export const orders = Router(); orders.get('/orders', ${handler});`,
    };
    expect(found(server, orders)).toEqual(['GET /v1/orders']);
  });
  test('calls of others are none', () => {
    expect(
      found({ path: 'a.ts', text: "axios.post('/orders', () => 1); cache.get('orders', () => 1); map.get('/x');" }),
    ).toEqual([]);
  });

  test.each([
    ['/v1/orders/{id}', '/v1/orders/:order', 'whole'],
    ['/v1/orders/{id}', '/orders/:order', 'end'],
    ['/v1/orders', '/orders/:order', 'none'],
    ['/webhooks/stripe', '/webhooks/*', 'end'],
    ['/webhooks/stripe', '/webhooks/postmark', 'none'],
    ['/v1/orders/{id}', '/:a', 'none'],
  ])('%s and the route %s: %s', (wanted, route, expected) => {
    expect(matchOf(segmentsOf(wanted), segmentsOf(route))).toBe(expected);
  });
});

describe('packages', () => {
  test.each([
    ['package.json', '{ "dependencies": { "stripe": "^23.1.0" } }', ['stripe ^23.1.0']],
    [
      'package-lock.json',
      '{ "packages": { "node_modules/stripe": { "version": "23.1.0" }, "node_modules/a/node_modules/stripe": { "version": "1.0.0" } } }',
      ['stripe 23.1.0'],
    ],
    [
      'pnpm-lock.yaml',
      'importers:\n  .:\n    dependencies:\n      stripe:\n        version: 23.1.0(@types/node@25.4.0)\n',
      ['stripe 23.1.0'],
    ],
    ['yarn.lock', 'stripe@^23.0.0:\n  version "23.1.0"\n', ['stripe 23.1.0']],
    ['requirements.txt', '# a\nstripe[async]==13.2.0\n', ['stripe 13.2.0']],
    ['pyproject.toml', '[project]\ndependencies = ["stripe>=13,<14"]\n', ['stripe 13']],
    ['poetry.lock', '[[package]]\nname = "stripe"\nversion = "13.2.0"\n', ['stripe 13.2.0']],
    [
      'go.mod',
      'require (\n\tgithub.com/stripe/stripe-go/v86 v86.1.1\n\tgithub.com/a/b v1.0.0 // indirect\n)\n',
      ['github.com/stripe/stripe-go/v86 86.1.1'],
    ],
    ['pom.xml', '<artifactId>stripe-java</artifactId><version>31.0.0</version>', ['stripe-java 31.0.0']],
    ['build.gradle', "implementation 'com.stripe:stripe-java:31.0.0'", ['stripe-java 31.0.0']],
    ['Gemfile.lock', 'GEM\n  specs:\n    stripe (12.5.0)\n', ['stripe 12.5.0']],
    [
      'composer.lock',
      '{ "packages": [{ "name": "stripe/stripe-php", "version": "v17.3.0" }] }',
      ['stripe/stripe-php v17.3.0'],
    ],
    ['A.csproj', '<PackageReference Include="Stripe.net" Version="[52.1.0]" />', ['Stripe.net 52.1.0']],
    ['package.json', '{ not JSON', []],
  ])('%s: %s', (path, text, expected) => {
    expect(packagesOf({ path, text }).map(({ name, version }) => `${name} ${version}`)).toEqual(expected);
  });
});

describe('hosts', () => {
  const found = (path: string, text: string) =>
    hostsOf({ path, text }, nodesIn({ path, text })).map(({ host }) => host);
  test.each([
    ['a.ts', "fetch('https://api.stripe.com/v1/charges')", ['api.stripe.com']],
    ['a.ts', 'fetch(`https://${account}.zendesk.com/api`)', ['{}.zendesk.com']],
    ['a.py', 'URL = "https://api.stripe.com/v1"\n# https://api.openai.com/v1\n', ['api.stripe.com']],
    ['a.ts', '/** https://api.openai.com/v1 */', []],
    ['a.php', "$logo = 'https://storage.googleapis.com/a/logo.png';", []],
    ['api.yaml', 'openapi: 3.1.0\nservers:\n  - url: https://api.stripe.com\n', []],
    ['.github/workflows/a.yml', 'run: curl https://api.stripe.com', []],
  ])('%s: %s', (path, text, expected) => expect(found(path, text)).toEqual(expected));
});
