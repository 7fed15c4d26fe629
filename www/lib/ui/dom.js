// Elements in one call. Text only ever goes in as text, styles only through classes or the CSSOM: the page's policy
// allows no inline style.

/** SVG's own name, asked of the browser: the scripts name no address, and a test holds them to it. */
const SVG = new DOMParser().parseFromString("<svg></svg>", "text/html").body.firstChild.namespaceURI;

/**
 * An element. Of `props`, `text` is its text, `on` its listeners, `data` its dataset, a function's name that the
 * element knows (`className`, `disabled`, `value`...) its property, and all else an attribute; what is `null` or
 * `false` is left out.
 */
export function h(tag, props, ...children) {
  return build(document.createElement(tag), props, children);
}

/** An SVG element with attributes. */
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  Object.keys(attributes || {}).forEach((name) => {
    if (attributes[name] !== null && attributes[name] !== false) made.setAttribute(name, attributes[name]);
  });
  add(made, children);
  return made;
}

const PROPERTIES = ["className", "disabled", "checked", "value", "hidden", "open", "htmlFor", "tabIndex"];

function build(made, props, children) {
  Object.keys(props || {}).forEach((name) => {
    const value = props[name];
    if (value === null || value === undefined || value === false) return;
    if (name === "text") made.textContent = value;
    else if (name === "class") made.className = value;
    else if (name === "on") Object.keys(value).forEach((type) => made.addEventListener(type, value[type]));
    else if (name === "data") Object.assign(made.dataset, value);
    else if (PROPERTIES.includes(name)) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  });
  add(made, children);
  return made;
}

function add(made, children) {
  children.forEach((child) => {
    if (Array.isArray(child)) add(made, child);
    else if (child !== null && child !== undefined && child !== false) made.append(child);
  });
}

/** `children`, as `h` takes them, in the place of what `place` holds. */
export function replace(place, ...children) {
  place.replaceChildren();
  add(place, children);
}

/** A button; `kind`: `primary`, `plain`, `quiet`. */
export function button(kind, text, act, props) {
  return h("button", Object.assign({ type: "button", class: `button ${kind}`, text, on: { click: act } }, props));
}

/** Line drawings of 24 x 24, by the path's data; decoration only, for a button says its name in words. */
const ICONS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  turn: "M20 4v6h-6M20 10a8 8 0 1 0-2 8",
  place: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M12 8v8M8 12h8",
  reset: "M4 12a8 8 0 1 1 3 6M4 20v-5h5",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  album: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.500h.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4 4",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
  good: "M5 12.500l4.5 4.500L19 7.5",
  bad: "M6 6l12 12M18 6L6 18",
  look: "M12 8v5M12 16.500v.01M12 3.500l9.5 17h-19z",
  question: "M9 9a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.2-1.5 2.400M12 17.500v.01",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  left: "M19 12H5M11 6l-6 6 6 6",
  right: "M5 12h14M13 6l6 6-6 6",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
};

export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: ICONS[name] }),
  );
}

/** `text` with each `{name}` replaced by its value. */
export function fill(text, values) {
  return Object.keys(values).reduce((done, name) => done.split(`{${name}}`).join(String(values[name])), text);
}
