/* What the parts of the review page share, and how they tell each other of changes. */

const bench = document.getElementById("ra-soat");

export const state = {
  key: bench.dataset.key,
  hasPages: bench.dataset.pages === "1",
  mayEdit: bench.dataset.edit === "1",
  revisions: {}, // of each item, as this page has shown it
  marks: [],
  task: null, // the one that is selected
  chosen: null, // words chosen in the document: {start, end, text}
};

const news = new EventTarget();

/** Calls `listener(detail)` whenever something of that name is told: selected, marks, chosen, pane. */
export const on = (name, listener) => news.addEventListener(name, (event) => listener(event.detail));
export const tell = (name, detail) => news.dispatchEvent(new CustomEvent(name, { detail }));

export const pageAddress = (rest) => `/van-ban/${encodeURIComponent(state.key)}${rest}`;
export const apiAddress = (rest) => `/v1/directives/${encodeURIComponent(state.key)}${rest}`;
export const markOf = (task) => state.marks.find((mark) => mark.id === task);
export const rowOf = (task) => document.getElementById(task);

/** Whether motion is unwelcome. */
export const scrolling = () =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

/** Shows one of the two parts at phone width. */
export function showPane(name) {
  for (const [tab, pane] of [["tab-van-ban", "khung-van-ban"], ["tab-bang", "khung-bang"]]) {
    const shown = pane === name;
    document.getElementById(pane).classList.toggle("away", !shown);
    const button = document.getElementById(tab);
    button.setAttribute("aria-selected", String(shown));
    button.tabIndex = shown ? 0 : -1;
  }
  tell("pane", name);
}
export const isNarrow = () => window.matchMedia("screen and (max-width: 56rem)").matches;

/** At phone width the whole page scrolls, below the tabs: brings what stands between two heights of the screen there. */
export function bringUp(top, bottom) {
  const stuck = document.querySelector(".phone-tabs").getBoundingClientRect().height + 12;
  if (top >= stuck && bottom <= window.innerHeight - 12) return;
  window.scrollBy({ top: top - stuck, behavior: scrolling() });
}
