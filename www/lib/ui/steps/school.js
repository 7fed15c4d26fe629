// Which school: typed in any way a student may know it, chosen from a list.

import { button, fill, h, icon } from "../dom.js";
import { shown } from "../numbers.js";
import { search } from "../search.js";

/** The profile of those whose school is not there. */
export const GENERAL = "degree-photo";

export function school(app) {
  const { words } = app;
  const own = words.school;
  const list = h("ul", { class: "schools", role: "list", id: "schools" });
  const none = h("p", { class: "aside", hidden: true, text: own.none });
  const box = h("input", {
    type: "search",
    id: "query",
    value: app.query,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    "aria-describedby": "query-hint",
    on: { input: typed, keydown: entered },
  });
  let found = [];

  function typed() {
    app.query = box.value;
    draw();
    app.say(found.length ? fill(own.found, { count: found.length }) : own.none);
  }

  function entered(event) {
    if (event.key === "Enter" && !event.isComposing && found.length) take(found[0]);
  }

  function draw() {
    found = search(
      app.schools.filter(({ id }) => id !== GENERAL),
      app.query,
    );
    none.hidden = found.length > 0;
    list.replaceChildren(...found.map((entry) => h("li", {}, row(entry))));
  }

  function row(entry) {
    const chosen = specOf(entry) === app.spec;
    return h(
      "button",
      {
        type: "button",
        class: "school-row",
        "aria-current": chosen ? "true" : null,
        data: { id: entry.id },
        on: { click: () => take(entry) },
      },
      h("span", { class: "school-name", text: entry.name[app.lang] }),
      h("span", {
        class: "school-facts",
        text: facts(entry, own)
          .concat(entry.institution_code || [])
          .join(" · "),
      }),
      icon("next"),
    );
  }

  function take(entry) {
    const next = app.steps()[app.steps().indexOf("school") + 1];
    const spec = specOf(entry);
    app.spec = spec;
    // It goes on behind the next step; a failure is told when a photo is chosen.
    app.chooseProfile(spec).catch(() => {});
    app.go(next);
  }

  draw();
  const general = app.schools.find(({ id }) => id === GENERAL);
  return {
    node: h(
      "div",
      { class: "card stack" },
      h("h2", { tabIndex: -1, text: own.title }),
      h(
        "div",
        { class: "field" },
        h("label", { htmlFor: "query", text: own.label }),
        h("div", { class: "search" }, icon("search"), box),
        h("p", { class: "aside", id: "query-hint", text: own.hint }),
      ),
      list,
      none,
      general ? button("quiet", own.general, () => take(general), { "data-general": "" }) : null,
      h(
        "p",
        { class: "aside private" },
        icon("lock"),
        h("span", { text: app.has("standalone") ? words.private : words.privateEmbedded }),
      ),
    ),
  };
}

/**
 * What the library is given: the id of a built-in school; the profile itself, without the search's readings, of
 * another.
 */
const specs = new WeakMap();
function specOf(entry) {
  if (!entry.base && entry.pinyin) return entry.id;
  if (!specs.has(entry)) {
    const spec = Object.assign({}, entry);
    delete spec.pinyin;
    specs.set(entry, spec);
  }
  return specs.get(entry);
}

/** "480 × 640 px", "50 KB to 2 MB": what a school's file must be, as far as is known. */
export function facts(entry, words) {
  const out = [];
  if (entry.picture && entry.picture.width_px)
    out.push(fill(words.pixels, { width: entry.picture.width_px, height: entry.picture.height_px }));
  const { min_bytes: min, max_bytes: max } = entry.file || {};
  const ends = { min: min ? shown(min, "bytes") : "", max: max ? shown(max, "bytes") : "" };
  if (min && max) out.push(fill(words.both, ends));
  else if (min) out.push(fill(words.atLeast, ends));
  else if (max) out.push(fill(words.atMost, ends));
  return out;
}
