/* The document: highlights on its pages or in its text, choosing a task by its words, choosing words. */

import { elements, getHtml, getJson } from "./base.js";
import { pointsIn, trimmed } from "./review.points.js";
import { bringUp, isNarrow, markOf, on, pageAddress, scrolling, state, tell } from "./review.state.js";

const paper = document.getElementById("van-ban");
const SVG = "http://www.w3.org/2000/svg";
const sheetOf = (page) => paper.querySelector(`.sheet[data-page="${page}"]`);

function rectangle(box, classes, task) {
  const [x0, y0, x1, y1] = box;
  const rect = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, rx: 1.5 })) {
    rect.setAttribute(name, String(value));
  }
  rect.setAttribute("class", classes);
  if (task) rect.dataset.task = task;
  return rect;
}

/** Draws the boxes of all tasks faintly, and of the chosen one with its parts. */
function drawPages() {
  for (const sheet of paper.querySelectorAll(".sheet")) {
    const page = sheet.dataset.page;
    const rects = [];
    for (const mark of state.marks) {
      const chosen = mark.id === state.task;
      for (const box of mark.pages[page] ?? []) rects.push(rectangle(box, chosen ? "task chosen" : "task", mark.id));
    }
    const mark = state.task && markOf(state.task);
    for (const part of mark?.parts ?? []) {
      for (const box of part.pages[page] ?? []) rects.push(rectangle(box, part.kind));
    }
    sheet.querySelector(".marks").replaceChildren(...rects);
  }
}

function drawText() {
  for (const piece of paper.querySelectorAll("span[data-tasks]")) {
    piece.classList.toggle("chosen", piece.dataset.tasks.split(" ").includes(state.task));
  }
  const mark = state.task && markOf(state.task);
  for (const piece of paper.querySelectorAll("span[data-kinds]")) {
    const start = Number(piece.dataset.start);
    const part = mark?.parts.find((found) => found.start <= start && start < found.end);
    piece.className = part ? `${piece.classList.contains("chosen") ? "chosen " : ""}${part.kind}` : piece.classList.contains("chosen") ? "chosen" : "";
  }
}

const draw = () => (state.hasPages ? drawPages() : drawText());

/** Scrolls the words of the chosen task into view. */
function show(task) {
  const mark = task && markOf(task);
  if (!mark || !paper.offsetParent) return;
  const frame = paper.getBoundingClientRect();
  let box;
  if (state.hasPages) {
    const page = Object.keys(mark.pages).map(Number).sort((a, b) => a - b)[0];
    const sheet = page && sheetOf(page);
    if (!sheet) return;
    const outer = sheet.querySelector(".sheet-frame").getBoundingClientRect();
    const scale = outer.height / Number(sheet.dataset.height);
    const boxes = mark.pages[page];
    box = { top: outer.top + boxes[0][1] * scale, bottom: outer.top + boxes.at(-1)[3] * scale };
  } else {
    const pieces = paper.querySelectorAll(`span[data-tasks~="${task}"]`);
    if (!pieces.length) return;
    box = { top: pieces[0].getBoundingClientRect().top, bottom: pieces[pieces.length - 1].getBoundingClientRect().bottom };
  }
  if (isNarrow()) return void bringUp(box.top, box.bottom);
  if (box.top >= frame.top + 24 && box.bottom <= frame.bottom - 24) return;
  const room = Math.max((frame.height - (box.bottom - box.top)) / 3, 24);
  paper.scrollTo({ top: paper.scrollTop + box.top - frame.top - room, behavior: scrolling() });
}

/** The task at a point of the screen, the innermost one where several lie over each other. */
function taskAt(event) {
  if (!state.hasPages) {
    const tasks = event.target.closest("span[data-tasks]")?.dataset.tasks.split(" ") ?? [];
    return innermost(tasks.map(markOf));
  }
  const sheet = event.target.closest(".sheet");
  if (!sheet) return null;
  const outer = sheet.querySelector(".sheet-frame").getBoundingClientRect();
  const scale = Number(sheet.dataset.width) / outer.width;
  const x = (event.clientX - outer.left) * scale;
  const y = (event.clientY - outer.top) * scale;
  const inside = ([x0, y0, x1, y1]) => x0 - 2 <= x && x <= x1 + 2 && y0 - 2 <= y && y <= y1 + 2;
  return innermost(state.marks.filter((mark) => (mark.pages[sheet.dataset.page] ?? []).some(inside)));
}

/** The shortest of marks over each other; the one after the chosen where it is chosen already. */
function innermost(marks) {
  const found = marks.filter(Boolean).sort((a, b) => a.end - a.start - (b.end - b.start));
  const at = found.findIndex((mark) => mark.id === state.task);
  return found.length ? found[(at + 1) % found.length].id : null;
}

/** Puts the words of a page over its picture, unseen, so that they can be chosen and read aloud. */
async function layWords(sheet) {
  const layer = sheet.querySelector(".words");
  if (layer.dataset.laid) return;
  layer.dataset.laid = "1";
  const words = await getJson(pageAddress(`/trang/${sheet.dataset.page}`)).catch(() => {
    delete layer.dataset.laid;
    return [];
  });
  const width = Number(sheet.dataset.width);
  const height = Number(sheet.dataset.height);
  const pieces = words.map(([start, end, x0, y0, x1, y1, text]) => {
    const piece = document.createElement("span");
    piece.textContent = `${text} `;
    piece.dataset.start = start;
    piece.dataset.end = end;
    piece.style.left = `${(100 * x0) / width}%`;
    piece.style.top = `${(100 * y0) / height}%`;
    piece.style.width = `${(100 * (x1 - x0)) / width}%`;
    piece.style.height = `${(100 * (y1 - y0)) / height}%`;
    piece.style.setProperty("--size", `${(100 * (y1 - y0)) / width}cqw`);
    return piece;
  });
  layer.replaceChildren(...pieces);
}

/** Where an end of a selection lies in the text view: its line, and how many characters of it are before. */
function placeOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : (node.childNodes[offset] ?? node);
  const holder = element.nodeType === Node.TEXT_NODE ? element.parentElement : element;
  const line = holder.closest?.("p[data-start]");
  if (!line) return null;
  const piece = holder.closest("span[data-start]");
  const within = piece && node.nodeType === Node.TEXT_NODE ? pointsIn(node.data, offset) : 0;
  return { line, at: (piece ? Number(piece.dataset.start) - Number(line.dataset.start) : 0) + within };
}

/** The words that a selection in the text view touches: whole ones, without the blanks at its ends. */
function wordsOfText(range) {
  const first = placeOf(range.startContainer, range.startOffset);
  const last = placeOf(range.endContainer, range.endOffset);
  if (!first || !last) return null;
  const start = Number(first.line.dataset.start);
  let text = [];
  for (let line = first.line; line; line = line.nextElementSibling) {
    text.push(line.textContent);
    if (line === last.line) break;
  }
  text = [...text.join("\n")];
  const blank = (at) => /\s/.test(text[at] ?? " ");
  let from = first.at;
  let to = Number(last.line.dataset.start) - start + last.at;
  if (!blank(from)) while (from > 0 && !blank(from - 1)) from--;
  if (to > from && !blank(to - 1)) while (to < text.length && !blank(to)) to++;
  const found = trimmed(text.slice(from, to).join(""), start + from);
  return found.text ? found : null;
}

/** The words of a page that are chosen; one that the selection only comes up to is not among them. */
function wordsOfPages(selection, range) {
  const pieces = [...paper.querySelectorAll(".words span")].filter((piece) => selection.containsNode(piece, true));
  if (range.endOffset === 0 && pieces.at(-1)?.contains(range.endContainer)) pieces.pop();
  if (!pieces.length) return null;
  const start = Math.min(...pieces.map((piece) => Number(piece.dataset.start)));
  const end = Math.max(...pieces.map((piece) => Number(piece.dataset.end)));
  return { start, end, text: pieces.map((piece) => piece.textContent.trim()).join(" ") };
}

function chosenWords() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!paper.contains(range.commonAncestorContainer)) return null;
  return state.hasPages ? wordsOfPages(selection, range) : wordsOfText(range);
}

/** Fetches the text view with its marks anew. */
async function refreshText() {
  paper.replaceChildren(...elements(await getHtml(pageAddress("/chu"))).children);
  draw();
}

export function startPaper({ select }) {
  let down = null;
  paper.addEventListener("pointerdown", (event) => (down = [event.clientX, event.clientY]));
  paper.addEventListener("click", (event) => {
    const moved = down && Math.hypot(event.clientX - down[0], event.clientY - down[1]) > 4;
    if (moved || chosenWords()) return;
    const task = taskAt(event);
    if (task) select(task, "paper", { focus: false });
  });
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      state.chosen = chosenWords();
      tell("chosen", state.chosen);
    }, 120);
  });
  on("selected", ({ task, from }) => {
    draw();
    if (from !== "paper") show(task);
  });
  on("pane", (name) => name === "khung-van-ban" && show(state.task));
  let first = true;
  on("marks", () => {
    if (state.hasPages || first) draw();
    else refreshText();
    first = false;
  });
  if (state.hasPages) {
    const watcher = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => layWords(entry.target)),
      { root: paper, rootMargin: "300px" },
    );
    for (const sheet of paper.querySelectorAll(".sheet")) watcher.observe(sheet);
  }
}
