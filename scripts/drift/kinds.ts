/** What a path says of a file: whether it is read, and as what. */
import { setOf } from '../words.ts';

const foldersOf = (path: string) => path.split('/').slice(0, -1);
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Folders that are not the project's own, or that a program makes. */
const FOREIGN = setOf(
  '.git node_modules bower_components vendor third_party dist build out target bin obj coverage .next .nuxt ' +
    '.svelte-kit .terraform .venv venv site-packages __pycache__ .yarn generated __generated__ .vibe-specs',
);
const GENERATED = /\.(?:min|bundle|generated|pb)\.[a-z]+$|\.(?:map|lock\.hcl)$/i;

const SCRIPT = /\.(?:[mc]?[jt]s|[jt]sx)$/;
/** Languages that are read as text. */
const TEXT = /\.(?:py|rb|php|java|kt|kts|scala|groovy|go|cs|fs|ex|exs|rs|swift|dart|vue|svelte|astro|erb|sh)$/;
const DATA = setOf(
  'yml yaml json toml tf tfvars hcl properties xml gradle csproj fsproj props sql prisma conf cfg ini tpl tmpl service',
);
const ENV_FILE = /^(?:\.env(?:\.[\w.-]+)?|[\w.-]*\.env|\.?env(?:ironment)?[.-](?:example|sample|template))$/;
const NAMED = /^(?:Dockerfile[\w.-]*|Procfile|Makefile|Gemfile|go\.mod|requirements[\w-]*\.txt|Pipfile|config\.ru)$/;
const LOCKS = setOf(
  'package-lock.json npm-shrinkwrap.json pnpm-lock.yaml yarn.lock poetry.lock uv.lock composer.lock Gemfile.lock',
);

export const isScript = (path: string) => SCRIPT.test(path);
export const isCode = (path: string) => SCRIPT.test(path) || TEXT.test(path);
export const isYaml = (path: string) => /\.ya?ml$/.test(path);
export const isSql = (path: string) => /\.sql$/.test(path);
export const isEnvFile = (path: string) => ENV_FILE.test(nameOf(path));
export const isLock = (path: string) => LOCKS.has(nameOf(path));
export const isWorkflow = (path: string) => /(?:^|\/)\.(?:github\/|gitlab-ci|circleci)/.test(path);
/** What the project runs on itself: it may use what the product does not. */
export const isTool = (path: string) => /^(?:scripts?|tools?|hack|ci)\//.test(path) || isWorkflow(path);
/** What others fill in and run; those of a chart are the project's own. */
const isTemplate = (path: string) => /(?:^|\/)templates?\/.*\.ya?ml$/.test(path) && !/chart|helm/i.test(path);

const ASIDE = setOf(
  'test tests spec specs __tests__ __mocks__ e2e cypress playwright fixture fixtures mock mocks example examples ' +
    'sample samples doc docs stories testing testdata locale locales i18n',
);
const ASIDE_NAMES = [
  /[._-](?:test|spec|stories|e2e)\.[a-z]+$/i,
  /^\.env\.test/i,
  /[._-](?:ci|test)\.ya?ml$/i,
  /^(?:test_\w+|\w+_test|conftest)\.(?:py|go|rb|exs)$/i,
  /Tests?\.(?:java|kt|cs)$/i,
];

/** Below it stand packages, which are often `com.example`. */
const SOURCE = /(?:^|\/)src\/main\/.*/;

/** Tests, examples and documents name what the product does not use. */
export const isAside = (path: string) =>
  isTemplate(path) ||
  foldersOf(path.replace(SOURCE, '/')).some((folder) => ASIDE.has(folder.toLowerCase())) ||
  ASIDE_NAMES.some((pattern) => pattern.test(nameOf(path)));

const isDocument = (path: string) => /^docs\/(?:0\d-|\.vibe-specs)/.test(path);

const endingOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);

export const isRead = (path: string) =>
  !foldersOf(path).some((folder) => FOREIGN.has(folder)) &&
  !GENERATED.test(path) &&
  !isDocument(path) &&
  (isCode(path) || DATA.has(endingOf(path)) || isEnvFile(path) || isLock(path) || NAMED.test(nameOf(path)));
