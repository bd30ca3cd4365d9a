import { describe, expect, it, vi } from 'vitest';
import { createNotices } from '../../../src/main/app/notices.ts';

const address = 'anna@klinik.example';
function fixture() {
  const counts = new Map<string, number>();
  const failed = {
    failedSecureCalls: () => [...counts].map(([name, count]) => ({ address: name, count })),
    clearFailedSecureCalls: (name: string) => void counts.delete(name),
  };
  const onChange = vi.fn<() => void>();
  return { counts, onChange, notices: createNotices(() => failed, onChange) };
}

describe('notices', () => {
  it('a notice that names nobody exists once per kind, with the newest time', () => {
    const { notices, onChange } = fixture();
    notices.add({ kind: 'disk', at: 1 });
    notices.add({ kind: 'false-identity', at: 2 });
    notices.add({ kind: 'disk', at: 3 });
    expect(notices.list()).toEqual([
      { kind: 'false-identity', at: 2 },
      { kind: 'disk', at: 3 },
    ]);
    expect(onChange).toHaveBeenCalledTimes(3);
  });

  it('notices about two people exist side by side, and each is renewed and dismissed separately', () => {
    const { notices } = fixture();
    const old = { kind: 'own-chain-old', at: 1 } as const;
    notices.add({ ...old, peer: address });
    notices.add({ ...old, peer: 'bert@klinik.example' });
    notices.add({ ...old, peer: address, at: 3 });
    expect(notices.list()).toEqual([
      { ...old, peer: 'bert@klinik.example' },
      { ...old, peer: address, at: 3 },
    ]);
    notices.dismiss(0);
    expect(notices.list()).toEqual([{ ...old, peer: address, at: 3 }]);
  });

  it('dismissing by position removes only the notice at that position, and nothing if the position is empty', () => {
    const { notices, counts, onChange } = fixture();
    notices.add({ kind: 'disk', at: 1 });
    counts.set(address, 2);
    notices.dismiss(7);
    expect(onChange).toHaveBeenCalledTimes(1); // for the added notice
    expect(notices.list()).toEqual([
      { kind: 'disk', at: 1 },
      { kind: 'failed-secure-calls', address, count: 2 },
    ]);
    notices.dismiss(1);
    expect(counts.size).toBe(0);
    notices.dismiss(0);
    expect(notices.list()).toEqual([]);
  });
});
