import { csv } from './csv.ts';
import type { DatasetFormat } from './define.ts';
import { jsonl } from './jsonl.ts';
import { yaml } from './yaml.ts';

export const formats: readonly DatasetFormat[] = [jsonl, csv, yaml];
