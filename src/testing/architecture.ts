import { dirname, join, normalize } from 'node:path';

/** A source file: its path below `src`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const GROUND = ['domain', 'lib'];

/** The floors: what each room may import besides its own files and the ground. Rooms on one floor never meet. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  cli: ['app'],
  app: [
    'suites',
    'engine',
    'analysis',
    'datasets',
    'prompts',
    'providers',
    'graders',
    'catalog',
    'pricing',
    'stats',
    'results',
    'reports',
  ],
  suites: ['datasets', 'prompts', 'graders', 'providers', 'catalog'],
  engine: ['prompts', 'graders', 'providers', 'pricing'],
  analysis: ['catalog', 'pricing', 'stats'],
  datasets: [],
  prompts: [],
  providers: [],
  graders: [],
  catalog: [],
  pricing: [],
  stats: [],
  results: [],
  reports: [],
};

interface Import {
  readonly from: SourceFile;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Every way in which the files break the walls of the house, in words; none when all is well. */
export function brokenWalls(files: readonly SourceFile[]): string[] {
  const sources = files.filter(({ path }) => !path.endsWith('.test.ts') && !path.startsWith('testing/'));
  const imports = sources.flatMap(importsOf);
  return [...imports.flatMap(wrongWay), ...circles(imports), ...sources.flatMap(outsideTheirRoom)];
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/g;

function importsOf(from: SourceFile): Import[] {
  return [...from.text.matchAll(IMPORT)]
    .map(([, type, name, lazy]) => ({ name: name ?? lazy ?? '', typeOnly: type !== undefined }))
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, typeOnly }) => ({ from, to: normalize(join(dirname(from.path), name)), typeOnly }));
}

const roomOf = (path: string): string => path.split('/')[0] ?? '';

function wrongWay({ from, to, typeOnly }: Import): string[] {
  const [here, there] = [roomOf(from.path), roomOf(to)];
  const problem = (why: string) => [`${from.path} imports ${to}: ${why}`];
  if (!to.endsWith('.ts')) return problem('name the file with .ts');
  if (here === there) return [];
  if (here === 'lib') return problem('lib stands on nothing');
  if (here === 'domain') return there === 'lib' ? [] : problem('domain stands on lib alone');
  if (!(here in FLOORS)) return problem(`the room ${here} has no floor`);
  if (here === 'cli' && typeOnly) return [];
  return [...GROUND, ...(FLOORS[here] ?? [])].includes(there) ? [] : problem(`${here} may not import ${there}`);
}

/** Each circle of files once, by its least file; imports of types count too. */
function circles(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from.path, [...(next.get(from.path) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];

  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`a circle: ${[...trail.slice(start), path].join(' → ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return found;
}

/** What belongs to some rooms, or to single files. */
const ONLY_IN: readonly { readonly pattern: RegExp; readonly what: string; readonly rooms: readonly string[] }[] = [
  { pattern: /\bDate\.now\b|\bMath\.random\b|\bperformance\.now\b/, what: 'clock and chance', rooms: ['lib'] },
  { pattern: /(?<![-\w.])process\.\w|from 'node:process'/, what: 'process', rooms: ['lib', 'cli'] },
  { pattern: /\bconsole\.\w/, what: 'console', rooms: [] },
  { pattern: /from '(?:undici|node:https?)'/, what: 'HTTP', rooms: ['providers', 'app/view.ts'] },
];

function outsideTheirRoom({ path, text }: SourceFile): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  return ONLY_IN.filter(
    ({ pattern, rooms }) => pattern.test(code) && !rooms.includes(roomOf(path)) && !rooms.includes(path),
  ).map(({ what, rooms }) => `${path} uses ${what}, which belongs to ${rooms.join(', ') || 'no room'}`);
}
