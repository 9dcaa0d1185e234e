import type { Command } from '../define.ts';
import { compare } from './compare.ts';
import { estimate } from './estimate.ts';
import { gate } from './gate.ts';
import { grade } from './grade.ts';
import { host } from './host.ts';
import { judgeCalibrate } from './judge-calibrate.ts';
import { judgeSheet } from './judge-sheet.ts';
import { list } from './list.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { schema } from './schema.ts';
import { validate } from './validate.ts';
import { view } from './view.ts';

export const commands: readonly Command[] = [
  ...[run, estimate, validate, report, compare, gate, grade],
  ...[judgeSheet, judgeCalibrate],
  ...[host, list, view, schema],
];
