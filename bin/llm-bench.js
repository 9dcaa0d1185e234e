#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Between two collections the heap may grow by half; left to itself it grows fourfold, which is most of what a run would hold.
setFlagsFromString('--heap-growing-percent=50');
await import('../dist/cli/main.js');
