/* Offsets of the contract count code points, those of JavaScript UTF-16 units. */

/** The number of code points in the first `units` units of a text. */
export const pointsIn = (text, units) => {
  let points = 0;
  for (let at = 0; at < Math.min(units, text.length); points++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return points;
};

/** The number of units that the first `points` code points of a text take. */
export const unitsIn = (text, points) => {
  let at = 0;
  for (; points > 0 && at < text.length; points--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
};

/** The range without blanks at its ends: `text` is what stands in [start, end). */
export function trimmed(text, start) {
  const lead = text.length - text.trimStart().length;
  const begin = start + pointsIn(text, lead);
  const inner = text.trim();
  return { start: begin, end: begin + pointsIn(inner, inner.length), text: inner };
}
