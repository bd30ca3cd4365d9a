// Dates, durations, numbers and groups of characters as people of a language write them. Pure; times are ms since 1970.
import type { Language } from '../../contract/view.ts';

const DAY_MS = 86_400_000;

function locale(language: Language): string {
  return language === 'de' ? 'de-DE' : 'en-GB';
}

/** `3 May 2026`, `3. Mai 2026`. */
export function formatDate(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'long' }).format(atMs);
}

/** `14:05`. */
export function formatTime(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit' }).format(atMs);
}

/** `14:05` today, `Friday 08:00` on another day. */
export function formatDayTime(language: Language, atMs: number, nowMs: number): string {
  if (new Date(atMs).toDateString() === new Date(nowMs).toDateString()) return formatTime(language, atMs);
  const weekday = new Intl.DateTimeFormat(locale(language), { weekday: 'long' }).format(atMs);
  return `${weekday} ${formatTime(language, atMs)}`;
}

/** Date and time of day, for a sentence. */
export function formatDateTime(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeStyle: 'short' }).format(atMs);
}

/** Date and time in full, for a report. */
export function formatMoment(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'long', timeStyle: 'medium' }).format(atMs);
}

/** A time as lists show it: the time of day today, the weekday if it is less than six days ago, else the date. */
export function formatWhen(language: Language, atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const now = new Date(nowMs);
  if (at.toDateString() === now.toDateString()) return formatTime(language, atMs);
  const days = (nowMs - atMs) / DAY_MS;
  if (days >= 0 && days < 6) return new Intl.DateTimeFormat(locale(language), { weekday: 'long' }).format(at);
  const sameYear = at.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale(language), {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** `60%`, `60 %`. */
export function formatPercent(language: Language, percent: number): string {
  return new Intl.NumberFormat(locale(language), { style: 'percent' }).format(percent / 100);
}

/** `4:07`, `1:04:07`. */
export function formatDuration(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** Whole numbers with the language's separators. */
export function formatCount(language: Language, count: number): string {
  return new Intl.NumberFormat(locale(language)).format(count);
}

/** The text in groups of `size` characters. */
export function formatGroups(text: string, size: number): readonly string[] {
  return text.match(new RegExp(`.{1,${size}}`, 'gu')) ?? [];
}
