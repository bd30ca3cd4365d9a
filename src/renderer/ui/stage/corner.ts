// The four corners of the stage in which a small picture may be placed. Pure.

/** A corner of the stage: at the right or left edge, at the bottom or the top. */
export interface Corner {
  readonly right: boolean;
  readonly bottom: boolean;
}
const round: readonly Corner[] = [
  { right: true, bottom: true },
  { right: false, bottom: true },
  { right: false, bottom: false },
  { right: true, bottom: false },
];

/** The corner after `corner`, clockwise. */
export function nextCorner(corner: Corner): Corner {
  const at = round.findIndex(({ right, bottom }) => right === corner.right && bottom === corner.bottom);
  return round[(at + 1) % round.length] ?? corner;
}

/** The corner to which an arrow key moves the picture. Any other key keeps the corner. */
export function arrowCorner(corner: Corner, key: string): Corner {
  switch (key) {
    case 'ArrowLeft':
      return { ...corner, right: false };
    case 'ArrowRight':
      return { ...corner, right: true };
    case 'ArrowUp':
      return { ...corner, bottom: false };
    case 'ArrowDown':
      return { ...corner, bottom: true };
    default:
      return corner;
  }
}
