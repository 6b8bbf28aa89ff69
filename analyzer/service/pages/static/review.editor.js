/* The editor of a task, below its row. A part is saved when one leaves its field; what is being typed in stays. */

import { elements, getHtml, Refused, say } from "./base.js";
import { completeAgencies } from "./base.combobox.js";
import { sendEdit, sendStanding } from "./review.edits.js";
import { merge, strike } from "./review.tasks.js";
import { pickWords } from "./review.picker.js";
import { pointsIn } from "./review.points.js";
import { isNarrow, pageAddress, rowOf } from "./review.state.js";
import { targetEdit, valueOf, wrongIn } from "./review.values.js";

const saved = new WeakMap(); // of each part, what was last saved
const waiting = new WeakMap();
const before = new WeakMap(); // of each field, what it said when one came to it

export const editorNow = () => document.querySelector("#bang .editor");
const fetchEditor = async (task) => elements(await getHtml(pageAddress(`/nhiem-vu/${task}`))).querySelector(".editor");
const dirtyParts = () => [...(editorNow()?.querySelectorAll("[data-part][data-dirty]") ?? [])];

/** The items somebody is typing in. */
export const dirtyItems = () => (dirtyParts().length ? [`task:${editorNow().dataset.task}`] : []);

let wanted = null; // the task whose editor was asked for last

/** Opens the editor of a task, at one of its fields where one is named. */
export async function openEditor(task, field = null) {
  if (editorNow()?.dataset.task !== task) {
    closeEditor({ focus: false });
    wanted = task;
    let fresh;
    try {
      fresh = await fetchEditor(task);
    } catch (error) {
      return say(error.message, "danger");
    }
    if (wanted !== task || editorNow() || !rowOf(task)) return; // another was asked for meanwhile
    const row = document.createElement("tr");
    row.className = "editor-row no-print";
    row.dataset.task = task;
    const cell = document.createElement("td");
    cell.colSpan = 7;
    cell.append(fresh);
    row.append(cell);
    rowOf(task).after(row);
    rowOf(task).classList.add("open");
    ready(fresh);
  }
  const editor = editorNow();
  const part = editor.querySelector(`[data-part="${field ?? "extent"}"]`);
  // Fields before the buttons that take them away; of a time limit the day that it ends.
  const places = ["[type=radio]:checked:enabled", "input.to:enabled", ":is(textarea, select, input:not([type=radio])):enabled", "button:enabled"];
  const target = places.map((place) => part?.querySelector(place)).find(Boolean) ?? editor.querySelector("button");
  target?.focus({ preventScroll: true });
  showEditor(editor, task, part);
}

/** The row at the top and the editor below it; the part that is asked for in view. */
function showEditor(editor, task, part) {
  if (isNarrow()) return void (part ?? editor).scrollIntoView({ block: "center" });
  const pane = document.getElementById("bang");
  const frame = pane.getBoundingClientRect();
  const top = frame.top + pane.querySelector("thead").getBoundingClientRect().height;
  const box = (part ?? editor).getBoundingClientRect();
  const least = rowOf(task).getBoundingClientRect().top - top;
  pane.scrollBy({ top: Math.max(least, Math.min(box.bottom - frame.bottom + 12, box.top - top)) });
}

/** Closes it; what was typed is saved first. */
export function closeEditor({ focus = true } = {}) {
  wanted = null;
  const editor = editorNow();
  if (!editor) return;
  const task = editor.dataset.task;
  if (editor.contains(document.activeElement)) document.activeElement.blur();
  for (const part of dirtyParts()) save(part);
  editor.closest("tr").remove();
  rowOf(task)?.classList.remove("open");
  if (focus) rowOf(task)?.focus();
}

/** Puts in what is new; parts that are being typed in stay unless `anew` is set. */
export async function refreshEditor(anew = false) {
  const old = editorNow();
  if (!old) return;
  let fresh;
  try {
    fresh = await fetchEditor(old.dataset.task);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) old.closest("tr").remove();
    else say(error.message, "danger");
    return;
  }
  if (!old.isConnected) return;
  const focused = document.activeElement;
  const id = old.contains(focused) ? focused.id : null;
  rowOf(old.dataset.task)?.classList.add("open");
  old.querySelector(".editor-bar").replaceWith(fresh.querySelector(".editor-bar"));
  for (const part of old.querySelectorAll("[data-part]")) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!next || (part.dataset.dirty && !anew)) continue;
    // A date that is half typed says nothing of it: where the cursor stands in a field, the part is renewed later.
    if (!anew && part.contains(focused) && focused.matches("input, textarea:not(.quote-text)")) {
      part.dataset.stale = "1";
      continue;
    }
    const open = new Set([...part.querySelectorAll("details[open]")].map((details) => details.dataset.target));
    part.replaceWith(next);
    for (const details of next.querySelectorAll("details")) details.open = open.has(details.dataset.target);
    readyPart(next);
  }
  if (id && document.activeElement?.id !== id) document.getElementById(id)?.focus({ preventScroll: true });
}

function ready(editor) {
  for (const part of editor.querySelectorAll("[data-part]")) readyPart(part);
  editor.addEventListener("input", (event) => {
    const part = event.target.closest("[data-part]");
    if (part && !event.target.matches(".link-more, .quote-text")) part.dataset.dirty = "1";
  });
  editor.addEventListener("change", (event) => changed(event.target));
  editor.addEventListener("click", (event) => pressed(event));
  editor.addEventListener("focusin", (event) => {
    if (event.target.matches("input, textarea")) before.set(event.target, event.target.value);
  });
  editor.addEventListener("focusout", (event) => {
    const part = event.target.closest("[data-part]");
    if (part?.dataset.stale && !part.contains(event.relatedTarget)) refreshEditor();
  });
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && putBack(event.target)) event.stopPropagation();
  });
  editor.addEventListener("submit", (event) => {
    event.preventDefault();
    saveStanding(event.target);
  });
}

/** Takes back what is being typed in a field; false where it says what it said. */
function putBack(field) {
  const said = before.get(field);
  if (said === undefined || field.value === said || field.matches("[type=radio], [type=checkbox]")) return false;
  field.value = said;
  delete field.closest("[data-part]").dataset.dirty;
  return true;
}

function readyPart(part) {
  saved.set(part, JSON.stringify(valueOf(part)?.edit));
  for (const input of part.querySelectorAll("[data-agencies]")) readyAgency(input);
  for (const text of part.querySelectorAll(".quote-text")) {
    text.setAttribute("aria-readonly", "true");
    text.addEventListener("beforeinput", (event) => event.preventDefault());
  }
  if (part.dataset.part === "standing") fitStanding(part.querySelector("form"));
}

function readyAgency(input) {
  completeAgencies(input, (agency) => {
    const row = input.closest("li");
    row.dataset.name = agency.name;
    row.dataset.id = agency.id;
    save(input.closest("[data-part]"));
  });
}

function changed(field) {
  const part = field.closest("[data-part]");
  if (!part || field.matches(".quote-text")) return;
  if (part.dataset.part === "standing") return fitStanding(part.querySelector("form"));
  if (field.dataset.targetField) return void saveTarget(field);
  if (field.matches(".link-more")) return void link(part, field);
  // The arrow keys change a closed list at each press: what is meant is where they come to rest.
  clearTimeout(waiting.get(part));
  if (field.tagName === "SELECT") waiting.set(part, setTimeout(() => save(part), 500));
  else save(part);
}

/** Saves a part if it says something else than before. `always` confirms what it says. */
async function save(part, always = false) {
  clearTimeout(waiting.get(part));
  const message = wrongIn(part);
  if (message) return say(message, "warn");
  const { edit, words } = valueOf(part) ?? {};
  const text = JSON.stringify(edit);
  if (!edit || (!always && text === saved.get(part))) return void delete part.dataset.dirty;
  saved.set(part, text);
  delete part.dataset.dirty;
  for (const field of part.querySelectorAll("input, textarea")) before.set(field, field.value); // Esc goes back to here
  if (!(await sendEdit(edit, words))) await refreshEditor(true);
}

async function saveTarget(field) {
  const part = field.closest("[data-part]");
  delete part.dataset.dirty;
  if (!field.checkValidity()) {
    field.setAttribute("aria-invalid", "true");
    return say("Giá trị chưa đúng.", "warn");
  }
  const { edit, words } = targetEdit(field.closest("details"), field.dataset.targetField);
  if (!(await sendEdit(edit, words))) await refreshEditor();
}

function link(part, list) {
  if (!list.value) return;
  const { edit } = valueOf(part);
  sendEdit({ ...edit, value: [...edit.value, list.value] }, list.selectedOptions[0].textContent);
}

function fitStanding(form) {
  const done = form.elements.status.value === "done";
  for (const name of ["done_on", "done_document"]) form.elements[name].disabled = !done;
}

async function saveStanding(form) {
  const part = form.closest("[data-part]");
  const message = wrongIn(part);
  if (message) return say(message, "warn");
  const task = form.closest(".editor").dataset.task;
  const value = (name) => (form.elements[name].disabled ? null : form.elements[name].value.trim() || null);
  const names = ["done_on", "done_document", "extended_to", "extension_document", "note"];
  const standing = { status: form.elements.status.value, ...Object.fromEntries(names.map((name) => [name, value(name)])) };
  const words = form.querySelector("input[name=status]:checked").closest("label").textContent;
  delete part.dataset.dirty;
  if (!(await sendStanding(task, standing, words))) await refreshEditor();
}

async function pressed(event) {
  const button = event.target.closest("button");
  if (!button) return;
  const editor = button.closest(".editor");
  const task = editor.dataset.task;
  const part = button.closest("[data-part]");
  const text = editor.querySelector(".quote-text");
  const start = Number(text.dataset.start);
  const at = (units) => start + pointsIn(text.value, units);
  if (button.dataset.confirm) return void save(part, true);
  switch (button.dataset.do) {
    case "close": return void closeEditor();
    case "strike": return void strike(task);
    case "merge": return void merge(task);
    case "split": {
      if (!text.selectionStart || text.selectionStart >= text.value.length) return say("Đặt con trỏ vào chỗ cần tách trong ô Nguyên văn.", "warn");
      return void sendEdit({ action: "split", task, at: at(text.selectionStart) }, "Tách nhiệm vụ");
    }
    case "narrow": {
      if (text.selectionStart === text.selectionEnd) return say("Bôi đen phần cần giữ trong ô Nguyên văn.", "warn");
      return void sendEdit({ action: "extent", task, start: at(text.selectionStart), end: at(text.selectionEnd) }, text.value.slice(text.selectionStart, text.selectionEnd));
    }
    case "pick-extent": {
      const chosen = await pickWords({ start, end: Number(text.dataset.end) });
      if (chosen) sendEdit({ action: "extent", task, start: chosen.start, end: chosen.end }, chosen.text);
      return;
    }
    case "more": return more(part);
    case "remove": {
      button.closest("li").remove();
      part.dataset.dirty = "1";
      return void save(part);
    }
    case "unlink": {
      button.closest("li").remove();
      return void save(part);
    }
  }
}

function more(part) {
  const row = part.querySelector("template.blank").content.firstElementChild.cloneNode(true);
  const number = part.querySelectorAll("li.assignee, li.deadline").length + 1;
  for (const element of row.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "for"]) if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/moi$/, number));
  }
  part.querySelector("ul").append(row);
  part.dataset.dirty = "1";
  for (const input of row.querySelectorAll("[data-agencies]")) readyAgency(input);
  if (part.dataset.part === "assignees" && number > 1) row.querySelector(".role").value = "support";
  row.querySelector(".agency, .to").focus();
}

/** Says that a doubtful field is right as it is. */
export async function confirmField(task, field) {
  const part = (field === "task" ? "extent" : field);
  const open = editorNow();
  const editor = open?.dataset.task === task ? open : await fetchEditor(task).catch((error) => say(error.message, "danger"));
  const { edit, words } = editor ? valueOf(editor.querySelector(`[data-part="${part}"]`)) : {};
  return edit ? sendEdit(edit, words) : null;
}

