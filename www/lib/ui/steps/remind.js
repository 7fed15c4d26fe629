// The reminder before the photo, drawn: how it should look, and what schools send back most often.

import { button, fill, h, icon } from "../dom.js";
import { REMINDERS, portrait } from "../portrait.js";
import { facts } from "./school.js";

export function remind(app) {
  const { words } = app;
  const own = words.remind;
  const known = app.school();
  const asked = known ? facts(known, words.school) : [];
  const wrong = ([name, spoilt]) =>
    h(
      "li",
      {},
      h(
        "figure",
        { class: "example bad" },
        portrait(spoilt),
        mark("bad", own.bad),
        h("figcaption", { text: words.examples[name] }),
      ),
    );
  const next = () => app.go(app.steps()[app.steps().indexOf("remind") + 1]);
  return {
    node: h(
      "div",
      { class: "card stack" },
      h("h2", { tabIndex: -1, text: own.title }),
      h(
        "div",
        { class: "reminder" },
        h(
          "figure",
          { class: "example good" },
          portrait({}),
          mark("good", own.good),
          h("figcaption", { text: words.examples.good }),
        ),
        h(
          "div",
          { class: "stack" },
          asked.length
            ? h(
                "p",
                { class: "asked" },
                h("strong", { text: fill(own.wanted, { school: known.name[app.lang] }) }),
                " ",
                asked.join(" · "),
              )
            : null,
          h(
            "ul",
            { class: "ticks", role: "list" },
            own.dos.map((one) => h("li", {}, icon("good"), h("span", { text: one }))),
          ),
        ),
      ),
      h("h3", { text: own.bad }),
      h("ul", { class: "gallery", role: "list" }, REMINDERS.map(wrong)),
    ),
    actions: [button("primary", own.agree, next)],
  };
}

/** The tick or the cross in a drawing's corner, in words for who does not see it. */
export function mark(kind, words) {
  return h("span", { class: `mark ${kind}` }, icon(kind), h("span", { class: "unseen", text: `${words}: ` }));
}
