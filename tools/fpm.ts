#!/usr/bin/env node
// Stands in for fpm, which electron-builder calls to make a deb or an rpm and which no available registry offers. It
// accepts exactly the arguments that electron-builder gives, refuses all others, and leaves the packing to dpkg-deb and
// rpmbuild.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeDeb } from './packaging/deb.ts';
import { readFpmRequest } from './packaging/fpm-request.ts';
import { layOut } from './packaging/package-tree.ts';
import { makeRpm } from './packaging/rpm.ts';

const request = readFpmRequest(process.argv.slice(2));
if (request.one('-s') !== 'dir') throw new Error('packages are made from folders only');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'siegel-package-'));
try {
  const root = path.join(scratch, 'root');
  mkdirSync(root);
  layOut(request, root);
  if (request.one('-t') === 'deb') makeDeb(request, root);
  else if (request.one('-t') === 'rpm') makeRpm(request, root, scratch);
  else throw new Error(`only debs and rpms are made here, no ${request.one('-t')}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
