// The browser's Back as the element's own, where the page has asked for it by `history`: a student's thumb presses it
// without a thought, and must not lose the photo.

const KEY = "photoPrecheck";

export function createHistory(host, { leave }) {
  let steps = 0;
  const on = () => host.hasAttribute("history");
  function popped(event) {
    const state = event.state && event.state[KEY];
    if (!state || !on()) return;
    steps = state.steps;
    leave(state.step);
  }
  window.addEventListener("popstate", popped);
  return {
    begin(step) {
      if (on()) window.history.replaceState({ [KEY]: { step, steps: 0 } }, "");
    },
    forwards(step) {
      if (!on()) return;
      steps += 1;
      window.history.pushState({ [KEY]: { step, steps } }, "");
    },
    /** Whether the browser goes back, and `leave` follows. */
    backwards() {
      if (!on() || steps === 0) return false;
      window.history.back();
      return true;
    },
    end() {
      window.removeEventListener("popstate", popped);
    },
  };
}
