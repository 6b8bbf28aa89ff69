/* The task table: refreshing it, choosing rows, going from doubt to doubt. */

import { announce, elements, getHtml, say } from "./base.js";
import { bringUp, isNarrow, on, pageAddress, rowOf, scrolling, showPane, state, tell } from "./review.state.js";

const pane = document.getElementById("bang");
const board = () => pane.querySelector(".board");
export const rows = () => [...pane.querySelectorAll("tr.task-row")];

/** Takes the data that come with the table. Items in `keep` stay as they were shown: somebody is typing there. */
export function takeData(keep = []) {
  const data = board().dataset;
  const kept = Object.fromEntries(keep.map((item) => [item, state.revisions[item]]));
  state.revisions = { ...JSON.parse(data.revisions), ...kept };
  state.marks = JSON.parse(data.marks);
  state.mayEdit = data.edit === "1";
  tell("marks");
}

/** Fetches the table as it is now, and puts in place what changed: rows that did not change stay, with their focus. */
export async function refreshBoard(keep) {
  const fresh = elements(await getHtml(pageAddress("/bang"))).querySelector(".board");
  const old = board();
  const oldBody = old.querySelector("tbody");
  const freshBody = fresh.querySelector("tbody");
  const focused = document.activeElement?.id;
  const open = document.querySelector("details.struck")?.open;
  if (oldBody && freshBody) {
    for (const name of ["revisions", "marks", "state", "edit"]) old.dataset[name] = fresh.dataset[name];
    old.querySelector(".document-head").replaceWith(fresh.querySelector(".document-head"));
    old.querySelector(".board-bar").replaceWith(fresh.querySelector(".board-bar"));
    old.querySelector("details.struck")?.remove();
    const struck = fresh.querySelector("details.struck");
    if (struck) old.append(struck);
    if (struck && open) struck.open = true;
    mergeRows(oldBody, freshBody);
  } else {
    old.replaceWith(fresh);
  }
  takeData(keep);
  if (state.task && !rowOf(state.task)) state.task = null;
  showSelected();
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

const plain = (row) => {
  const copy = row.cloneNode(true);
  for (const name of ["aria-current", "tabindex", "class"]) copy.removeAttribute(name);
  return copy.outerHTML.replaceAll(' class=""', "").replaceAll(" at-doubt", "");
};

function mergeRows(oldBody, freshBody) {
  const editor = oldBody.querySelector("tr.editor-row");
  const known = new Map([...oldBody.querySelectorAll("tr.task-row")].map((row) => [row.id, row]));
  const wanted = [...freshBody.querySelectorAll("tr.task-row")].map((row) => {
    const old = known.get(row.id);
    return old && plain(old) === plain(row) ? old : document.importNode(row, true);
  });
  const place = editor?.dataset.task;
  const list = wanted.flatMap((row) => (row.id === place ? [row, editor] : [row]));
  // Only what moved is moved: an element that stays keeps focus and scroll position.
  const staying = new Set(list);
  for (const child of [...oldBody.children]) if (!staying.has(child)) child.remove();
  list.forEach((row, at) => {
    if (oldBody.children[at] !== row) oldBody.insertBefore(row, oldBody.children[at] ?? null);
  });
}

function showSelected() {
  const all = rows();
  const selected = state.task && rowOf(state.task);
  for (const row of all) {
    const is = row === selected;
    row.classList.toggle("selected", is);
    if (is) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    row.tabIndex = is || (!selected && row === all[0]) ? 0 : -1;
  }
}

/** Chooses a task. `from` says where that happened: "table" or "paper"; the other part follows. */
export function select(task, from = "table", { focus = true } = {}) {
  const row = task && rowOf(task);
  state.task = row ? task : null;
  showSelected();
  if (row) {
    if (isNarrow() && from === "paper") showPane("khung-bang");
    if (focus) row.focus({ preventScroll: true });
    keepInView(row);
    history.replaceState(null, "", `#${task}`);
  }
  tell("selected", { task: state.task, from });
}

function keepInView(row) {
  const head = pane.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  const box = row.getBoundingClientRect();
  if (isNarrow()) return void (pane.offsetParent && bringUp(box.top, box.bottom));
  const frame = pane.getBoundingClientRect();
  if (box.top < frame.top + head || box.bottom > frame.bottom) {
    const top = pane.scrollTop + box.top - frame.top - head - 12;
    pane.scrollTo({ top, behavior: scrolling() });
  }
}

/** The next row or the one before. */
export function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.id === state.task);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  select(all[next].id);
}

/** Where the eye is: the mark of a doubtful field. */
let atDoubt = null; // {task, field}

export const doubtNow = () => (atDoubt && atDoubt.task === state.task ? atDoubt : null);

/** Goes to the next doubtful field, or the one before; round at the ends. */
export function stepDoubt(by) {
  const found = [...pane.querySelectorAll("tr.task-row [data-doubt]")].map((mark) => ({
    mark, task: mark.closest("tr").id, field: mark.dataset.doubt,
  }));
  if (!found.length) {
    say("Không còn chỗ nào chưa chắc.", "good");
    return;
  }
  let at = found.findIndex((doubt) => doubt.task === atDoubt?.task && doubt.field === atDoubt?.field);
  if (at < 0 || doubtNow() === null) {
    // From the row that is chosen on.
    const order = rows().map((row) => row.id);
    const here = state.task ? order.indexOf(state.task) : -1;
    at = by > 0
      ? found.findIndex((doubt) => order.indexOf(doubt.task) >= Math.max(here, 0)) - 1
      : found.findLastIndex((doubt) => order.indexOf(doubt.task) <= here) + 1;
    if (by > 0 && at === -2) at = -1;
  }
  const next = found[(at + by + found.length) % found.length];
  atDoubt = { task: next.task, field: next.field };
  select(next.task);
  showDoubt();
  announce(`Nhiệm vụ ${rowOf(next.task).querySelector(".order").textContent}: ${next.mark.querySelector(".doubt-words").textContent}`);
}

function showDoubt() {
  for (const cell of pane.querySelectorAll(".at-doubt")) cell.classList.remove("at-doubt");
  if (!doubtNow()) return;
  rowOf(atDoubt.task)?.querySelector(`[data-doubt="${atDoubt.field}"]`)?.closest("td").classList.add("at-doubt");
}
on("selected", showDoubt);
on("pane", (name) => name === "khung-bang" && state.task && keepInView(rowOf(state.task)));
