/* The frame of the review page: its two parts beside each other or as tabs, whether single letters are keys. */

import { showPane } from "./review.state.js";

const remembered = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing
  }
};
const remember = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    /* it is forgotten when the page is left */
  }
};

export function startFrame(bench) {
  splitter(bench);
  tabs();
  const letters = document.getElementById("phim-chu");
  const use = (on) => bench.classList.toggle("no-letters", !on);
  letters.checked = remembered("phim-chu") !== "0";
  use(letters.checked);
  letters.addEventListener("change", () => {
    use(letters.checked);
    remember("phim-chu", letters.checked ? "1" : "0");
  });
}

function splitter(bench) {
  const bar = bench.querySelector(".splitter");
  const set = (percent) => {
    const fitted = Math.min(Math.max(Math.round(percent), 25), 70);
    bench.style.setProperty("--left", `${fitted}%`);
    bar.setAttribute("aria-valuenow", String(fitted));
    remember("do-rong", String(fitted));
  };
  const stored = Number(remembered("do-rong"));
  if (stored) set(stored);
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  bar.addEventListener("pointermove", (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const frame = bench.getBoundingClientRect();
    set((100 * (event.clientX - frame.left)) / frame.width);
  });
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (!by) return;
    event.preventDefault();
    set(Number(bar.getAttribute("aria-valuenow")) + by);
  });
}

function tabs() {
  const both = [["tab-van-ban", "khung-van-ban"], ["tab-bang", "khung-bang"]];
  for (const [tab, pane] of both) document.getElementById(tab).addEventListener("click", () => showPane(pane));
  document.querySelector(".phone-tabs").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = both.find(([tab]) => tab !== document.activeElement.id);
    showPane(other[1]);
    document.getElementById(other[0]).focus();
  });
  showPane("khung-bang");
}
