import { choice } from './choice.ts';
import type { AnyGrader } from './define.ts';
import { exact } from './exact.ts';
import { exec } from './exec.ts';
import { judge } from './judge.ts';
import { label } from './label.ts';
import { rouge } from './rouge.ts';

export const graders: readonly AnyGrader[] = [exact, choice, label, rouge, judge, exec];
