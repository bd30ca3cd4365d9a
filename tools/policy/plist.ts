// Property lists in Apple's XML form: values as elements, and the file around them. Nothing here knows of policies.
import { el, xmlFile, type XmlNode } from './xml.ts';

/** The values of a property list that are needed here. Numbers are whole. */
export type PlistValue =
  | string
  | number
  | boolean
  | Date
  | readonly PlistValue[]
  | { readonly [key: string]: PlistValue };

/** Remarks by key: each is written before every key of this name, in any dictionary. */
export type PlistRemarks = Readonly<Record<string, string>>;

function toXml(value: PlistValue, remarks: PlistRemarks): XmlNode {
  if (typeof value === 'string') return el('string', {}, ...(value === '' ? [] : [value]));
  if (typeof value === 'number') return el('integer', {}, String(value));
  if (typeof value === 'boolean') return el(value ? 'true' : 'false', {});
  if (value instanceof Date) return el('date', {}, `${value.toISOString().slice(0, 19)}Z`);
  if (Array.isArray(value)) return el('array', {}, ...value.map((item: PlistValue) => toXml(item, remarks)));
  return el(
    'dict',
    {},
    ...Object.entries(value).flatMap(([key, item]) => {
      const remark = remarks[key];
      return [...(remark === undefined ? [] : [{ comment: remark }]), el('key', {}, key), toXml(item, remarks)];
    }),
  );
}

/** A property list file; `remarks` are comments before their keys. */
export function plistFile(
  value: { readonly [key: string]: PlistValue },
  comment: string,
  remarks: PlistRemarks = {},
): string {
  return xmlFile(el('plist', { version: '1.0' }, toXml(value, remarks)), {
    comment,
    doctype: '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
  });
}
