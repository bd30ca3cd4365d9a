// The product's own sealing worker behind the tap.
import './tap-first.ts';
import '../../../../src/renderer/worker/seal.worker.ts';
