import { choice } from './choice.ts';
import { combinations } from './combine.ts';
import { contains } from './contains.ts';
import type { AnyGrader, Grader } from './define.ts';
import { exact } from './exact.ts';
import { exec } from './exec.ts';
import { f1 } from './f1.ts';
import { json } from './json.ts';
import { judge } from './judge.ts';
import { label } from './label.ts';
import { number } from './number.ts';
import { regex } from './regex.ts';
import { rouge } from './rouge.ts';
import { similarity } from './similarity.ts';

const single: readonly Grader[] = [exact, contains, regex, number, choice, label, json, f1, rouge, similarity];

export const graders: readonly AnyGrader[] = [...single, ...combinations(single, ['judge', 'exec']), judge, exec];
