import { choice } from './choice.ts';
import { contains } from './contains.ts';
import type { AnyGrader } from './define.ts';
import { exact } from './exact.ts';
import { f1 } from './f1.ts';
import { json } from './json.ts';
import { label } from './label.ts';
import { number } from './number.ts';
import { regex } from './regex.ts';
import { rouge } from './rouge.ts';
import { similarity } from './similarity.ts';

export const graders: readonly AnyGrader[] = [
  exact,
  contains,
  regex,
  number,
  choice,
  label,
  json,
  f1,
  rouge,
  similarity,
];
