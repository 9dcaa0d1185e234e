import fc from 'fast-check';

// The same cases each time, so that a red test is red because of a change. FC_SEED tries others.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20261122) });
