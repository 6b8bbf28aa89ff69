/* The review page: brings its parts together, and hears keys and buttons. */

import { ask, elements, getHtml, say, typing } from "./base.js";
import { completeAgencies } from "./base.combobox.js";
import { doubtNow, refreshBoard, select, step, stepDoubt, takeData } from "./review.board.js";
import { closeEditor, confirmField, dirtyItems, editorNow, openEditor, refreshEditor } from "./review.editor.js";
import { sendEdit, sendState, sendUndo } from "./review.edits.js";
import { startPaper } from "./review.paper.js";
import { pickWords } from "./review.picker.js";
import { markOf, on, pageAddress, rowOf, showPane, state } from "./review.state.js";
import { startFrame } from "./review.frame.js";
import { merge, strike } from "./review.tasks.js";

const bench = document.getElementById("ra-soat");
const dialogOf = (name) => document.getElementById(`hop-${name}`);

/* What was changed is fetched anew. */
on("stale", async ({ items, done }) => {
  try {
    await refreshBoard(items ? [] : dirtyItems());
    await refreshEditor();
  } catch (error) {
    say(error.message, "danger");
  }
  done();
});

on("conflict", async ({ item, place }) => {
  try {
    const found = elements(await getHtml(pageAddress(`/lich-su?muc=${encodeURIComponent(item)}`)));
    const last = found.querySelector(".changes > li");
    for (const button of last?.querySelectorAll("button") ?? []) button.remove();
    place.replaceChildren(...(last ? last.children : []));
  } catch (error) {
    place.textContent = error.message;
  }
});

async function showHistory(item = null) {
  const place = document.getElementById("lich-su");
  const address = item ? `/lich-su?muc=${encodeURIComponent(item)}` : "/lich-su";
  try {
    place.replaceChildren(elements(await getHtml(pageAddress(address))));
    if (!dialogOf("lich-su").open) dialogOf("lich-su").showModal();
  } catch (error) {
    say(error.message, "danger");
  }
}

async function showHeader() {
  const place = document.getElementById("thong-tin");
  try {
    place.replaceChildren(elements(await getHtml(pageAddress("/thong-tin"))));
  } catch (error) {
    return say(error.message, "danger");
  }
  const fields = new Map();
  const read = (field) => field.value.trim() || null;
  const save = async (field) => {
    const name = field.closest("[data-header]").dataset.header;
    if (field.validity.badInput) return say("Ngày chưa đúng.", "warn");
    const value = read(field);
    if (value === fields.get(name)) return;
    fields.set(name, value);
    const words = field.tagName === "SELECT" ? field.selectedOptions[0].textContent : field.value;
    if (!(await sendEdit({ action: "header", field: name, value }, words))) await showHeader();
  };
  for (const field of place.querySelectorAll("[data-header] :is(input, select, textarea)")) {
    fields.set(field.closest("[data-header]").dataset.header, read(field));
    if (field.matches("[data-agencies]")) completeAgencies(field, () => save(field));
    field.addEventListener("change", () => save(field));
  }
  if (!dialogOf("thong-tin").open) dialogOf("thong-tin").showModal();
}

async function finish() {
  const doubts = document.querySelectorAll("#bang tr.task-row [data-doubt]").length;
  if (doubts) {
    const dialog = dialogOf("hoi");
    dialog.querySelector(".question").textContent = `Còn ${doubts} chỗ chưa chắc chưa được xem. Vẫn ghi là đã rà soát xong?`;
    if ((await ask(dialog)) !== "ok") return;
  }
  closeEditor({ focus: false });
  if (await sendState(true)) location.reload();
}

/** Makes a task of the words that are chosen, or of those to be chosen. */
async function add(words = state.chosen) {
  const mark = state.task && markOf(state.task);
  const chosen = words ?? (await pickWords(mark ? { start: mark.end, end: mark.end } : null));
  if (!chosen) return;
  const answer = await sendEdit({ action: "add", start: chosen.start, end: chosen.end }, chosen.text);
  if (!answer) return;
  document.getSelection()?.removeAllRanges();
  const made = state.marks.find((found) => found.start === chosen.start && found.end === chosen.end);
  if (made) select(made.id);
}

const actions = {
  "header": showHeader,
  "history": (button) => showHistory(button.dataset.item),
  "keys": () => dialogOf("phim").showModal(),
  "next-doubt": () => stepDoubt(1),
  "undo": () => sendUndo(),
  "pick": () => add(),
  "add": () => add(),
  "extent": () => state.chosen && state.task && sendEdit({ action: "extent", task: state.task, start: state.chosen.start, end: state.chosen.end }, state.chosen.text),
  "unselect": () => document.getSelection()?.removeAllRanges(),
  "finish": finish,
  "reopen": async () => (await sendState(false)) && location.reload(),
  "edit": (button) => {
    const task = button.closest("tr").id;
    select(task);
    openEditor(task);
  },
};

document.addEventListener("click", (event) => {
  const undo = event.target.closest("[data-undo]");
  if (undo) {
    sendUndo(Number(undo.dataset.undo)).then((done) => done && dialogOf("lich-su").open && dialogOf("lich-su").close());
    return;
  }
  const button = event.target.closest("[data-do]");
  if (button && actions[button.dataset.do]) return void actions[button.dataset.do](button);
  const link = event.target.closest('a[href^="#t"]');
  if (link && rowOf(link.hash.slice(1))) {
    event.preventDefault();
    select(link.hash.slice(1));
    return;
  }
  const row = event.target.closest("tr.task-row");
  if (row && !event.target.closest("a, button") && document.getSelection()?.isCollapsed !== false) {
    select(row.id, "table", { focus: !editorNow()?.contains(document.activeElement) });
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest("tr.task-row td[data-field]");
  if (!cell) return;
  document.getSelection()?.removeAllRanges();
  openEditor(cell.parentElement.id, cell.dataset.field);
});

/* Words that are chosen in the document can become a task, or the words of the chosen one. */
on("chosen", (chosen) => {
  const bar = document.getElementById("vung-chon");
  if (!bar || !state.mayEdit) return;
  bar.hidden = !chosen;
  if (!chosen) return;
  bar.querySelector(".chosen").textContent = `“${chosen.text.length > 70 ? `${chosen.text.slice(0, 68)}…` : chosen.text}”`;
  const extent = bar.querySelector('[data-do="extent"]');
  extent.hidden = !state.task;
  extent.querySelector(".which").textContent = state.task ? rowOf(state.task).querySelector(".order").textContent : "";
});

const letters = {
  j: () => step(1), k: () => step(-1), n: () => stepDoubt(1), p: () => stepDoubt(-1),
  h: () => showHistory(state.task && `task:${state.task}`),
  c: () => {
    const doubt = doubtNow();
    if (!doubt) return say("Bấm n để đến một chỗ chưa chắc trước.", "info");
    return confirmField(doubt.task, doubt.field);
  },
  a: () => add(),
  m: () => state.task && merge(state.task),
};
const changing = new Set(["c", "a", "m"]);

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (editorNow() && !event.defaultPrevented) return void closeEditor();
    return void document.getSelection()?.removeAllRanges();
  }
  if (typing(event) || event.altKey) return;
  const inTable = event.target === document.body || event.target.closest("#bang, #van-ban");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey && state.mayEdit) {
    event.preventDefault();
    return void sendUndo();
  }
  if (event.ctrlKey || event.metaKey) return;
  const row = event.target.closest("tr.task-row");
  if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    return void step(event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.key === "Enter" && row && event.target === row) {
    event.preventDefault();
    if (state.task !== row.id) select(row.id);
    return void openEditor(row.id);
  }
  if (event.key === "Delete" && row && event.target === row && state.mayEdit) return void strike(row.id);
  if (!bench.classList.contains("no-letters")) {
    if (event.key === "?") return void dialogOf("phim").showModal();
    const letter = letters[event.key];
    if (letter && inTable && (state.mayEdit || !changing.has(event.key))) {
      event.preventDefault();
      letter();
    }
  }
});
document.getElementById("bang").addEventListener("focusin", (event) => {
  const row = event.target.closest("tr.task-row");
  if (row && event.target === row && state.task !== row.id) select(row.id, "table", { focus: false });
});

startFrame(bench);
startPaper({ select });
takeData();
const wanted = location.hash.slice(1);
if (/^t\d+$/.test(wanted) && rowOf(wanted)) select(wanted, "start", { focus: true });
window.addEventListener("hashchange", () => rowOf(location.hash.slice(1)) && select(location.hash.slice(1)));
if (location.hash === "#van-ban") showPane("khung-van-ban");
