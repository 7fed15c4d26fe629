// Finds schools by what a student types: part of the name (北理工), pinyin (beijing ligong), initials (bjlg), the two
// mixed (beijlg), the code (10007), or English. The readings come from schools.js, where a tool has written them down.

/**
 * The entries that `query` may mean, best first; all, in their order, for an empty one.
 * @param {{ id: string, name: { zh: string, en: string }, institution_code: string | null, pinyin?: string[] }[]} entries
 */
export function search(entries, query) {
  const wanted = plain(query);
  if (!wanted) return entries.slice();
  const scored = entries.map((entry, at) => ({ entry, at, score: score(entry, wanted) }));
  const found = scored.filter((one) => one.score > 0);
  found.sort((a, b) => b.score - a.score || a.at - b.at);
  return found.map((one) => one.entry);
}

/** Lower case, full-width letters and digits as ordinary ones, without accents, spaces and punctuation. */
export function plain(text) {
  const narrow = text.normalize("NFKD").toLowerCase();
  return narrow.replace(/[^a-z0-9\u3400-\u9fff]/g, "");
}

/** The better the likelier; 0: not meant. The order of the ways matters, not the figures. */
function score(entry, wanted) {
  const name = plain(entry.name.zh);
  const code = entry.institution_code || "";
  if (/^\d+$/.test(wanted)) return code.startsWith(wanted) ? 90 + wanted.length : 0;
  if (name.startsWith(wanted)) return 100;
  if (name.includes(wanted)) return 95;
  const latin = /^[a-z0-9]+$/.test(wanted);
  if (!latin) return within(name, wanted) ? 80 : 0;
  // Ids are made of what people call the schools: bit-graduate-2020, bj-zikao-exam.
  if ((entry.id || "").split("-").some((part) => part.startsWith(wanted))) return 90;
  const syllables = entry.pinyin || [];
  for (let from = 0; from < syllables.length; from++) {
    if (spells(syllables, from, wanted)) return from === 0 ? 85 : 75;
  }
  const words = entry.name.en.toLowerCase().match(/[a-z0-9]+/g) || [];
  const initials = words.map((word) => word[0]).join("");
  if (words.join("").includes(wanted)) return 70;
  if (wanted.length > 1 && initials.startsWith(wanted)) return 65;
  if (wanted.length > 2 && leaps(syllables, wanted)) return 50;
  if (wanted.length > 3 && words.some((word) => nearly(word, wanted))) return 40;
  return wanted.length > 5 && nearly(syllables.join(""), wanted) ? 30 : 0;
}

/** Whether the characters of `wanted` stand in `name` in this order, as in abbreviations: 北理工. */
function within(name, wanted) {
  let from = 0;
  return Array.from(wanted).every((character) => {
    const at = name.indexOf(character, from);
    from = at + 1;
    return at >= 0;
  });
}

/** Whether `wanted` is the beginning of the syllables from `from` on, each in full or by its first letters. */
function spells(syllables, from, wanted) {
  if (!wanted) return true;
  if (from >= syllables.length) return false;
  const syllable = syllables[from];
  let shared = 0;
  while (shared < wanted.length && wanted[shared] === syllable[shared] && shared < syllable.length) shared++;
  // The longest piece first; "x" of "xi" may also be the next one's beginning.
  for (let length = shared; length > 0; length--) {
    if (spells(syllables, from + 1, wanted.slice(length))) return true;
  }
  return false;
}

/** Whether `wanted` are initials of syllables in their order, some left out: blg for bei jing li gong. */
function leaps(syllables, wanted) {
  return within(syllables.map((syllable) => syllable[0]).join(""), wanted);
}

/** Whether a beginning of `text` is `wanted` but for one letter wrong, missing or too many, or two swapped. */
function nearly(text, wanted) {
  const lengths = [wanted.length - 1, wanted.length, wanted.length + 1];
  return lengths.some((length) => length > 0 && oneOff(text.slice(0, length), wanted));
}

function oneOff(a, b) {
  if (a === b) return true;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  const room = Math.min(a.length, b.length) - start;
  while (end < room && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = Math.max(a.length, b.length) - start - end;
  const swapped = left === 2 && a.length === b.length && a[start] === b[start + 1] && a[start + 1] === b[start];
  return left <= 1 || swapped;
}
