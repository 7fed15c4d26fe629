// What one or two fingers do, for `moved` of transform.js.

/** The similarity that brings the fingers from `before` to `after`: one moves, two zoom and turn as well. */
export function movement(before, after) {
  const middle = ([a, b]) => (b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : a);
  const found = { from: middle(before), to: middle(after), zoom: 1, turn: 0 };
  if (before.length < 2) return found;
  const span = ([a, b]) => ({ x: b.x - a.x, y: b.y - a.y });
  const [old, now] = [span(before), span(after)];
  const length = Math.hypot(old.x, old.y);
  if (length < 1) return found;
  found.zoom = Math.hypot(now.x, now.y) / length;
  found.turn = (Math.atan2(old.x * now.y - old.y * now.x, old.x * now.x + old.y * now.y) * 180) / Math.PI;
  return found;
}
