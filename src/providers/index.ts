import { baseline } from './baseline.ts';
import type { Provider } from './define.ts';
import { exec } from './exec.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { recorded } from './recorded.ts';

export const providers: readonly Provider[] = [openaiCompatible, exec, recorded, baseline];
