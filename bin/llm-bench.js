#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Between two collections the heap may double; left to itself it grows fourfold, which is most of what a run would hold.
setFlagsFromString('--heap-growing-percent=100');
await import('../dist/cli/main.js');
